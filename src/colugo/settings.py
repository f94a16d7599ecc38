"""Every setting of a shop: typed, limited, described. Reads file and environment, opens nothing.

What counts, strongest first: options given in code or on the command line, environment
variables `COLUGO_...`, the file `colugo.toml` in the shop folder, the defaults here.
"""

import difflib
import os
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from colugo.errors import SettingsInvalid

FILE_NAME = "colugo.toml"
ENVIRONMENT_PREFIX = "COLUGO_"
# read by the command line itself: the shop whose settings these are, the cache of models
_NOT_SETTINGS = frozenset({"COLUGO_SHOP", "COLUGO_MODELS"})


class Settings(BaseSettings):
    """The settings of one shop."""

    model_config = SettingsConfigDict(env_prefix=ENVIRONMENT_PREFIX, extra="forbid", frozen=True)

    engine: Literal["auto", "onnxruntime", "openvino"] = Field(
        "auto", description="What runs the networks; auto takes OpenVINO where it is installed."
    )
    threads: int = Field(
        0, ge=0, le=256, description="Threads of the engine; 0 takes one per core."
    )
    precision: Literal["fp32", "bf16"] = Field(
        "fp32", description="Number format inside the networks; part of the model's identity."
    )
    detector_model: Path | None = Field(
        None, description="An ONNX detector to take instead of the one that comes with Colugo."
    )
    embedder_model: Path | None = Field(
        None, description="An ONNX embedder to take instead; photos must then be embedded again."
    )
    database_url: SecretStr | None = Field(
        None,
        description="PostgreSQL to keep the shop in, `postgresql://user:password@host/name`; "
        "else a SQLite file in its folder. Photos stay in the folder.",
    )
    index: Literal["auto", "exact", "hnsw", "milvus"] = Field(
        "auto", description="How the gallery is searched; auto takes exact up to exact_up_to."
    )
    milvus_uri: str | None = Field(
        None, validate_default=True,
        description="Where Milvus is, for index milvus: `http://host:19530`, or the path of a "
        "file that one process may use; needs the extra `milvus`.",
    )  # fmt: skip
    milvus_token: SecretStr | None = Field(None, description="Its `user:password`.")
    milvus_collection: str = Field(
        "colugo", pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,200}$",
        description="How its collections are named, one per embedder; each shop needs its own.",
    )  # fmt: skip
    exact_up_to: int = Field(
        50_000, ge=0, le=10_000_000, description="Photos up to which auto searches exactly."
    )
    candidates: int = Field(3, ge=1, le=3, description="Products offered when a verdict is unsure.")
    wrong_cost: float = Field(
        20, ge=1, le=10_000, description="How many questions a wrong charge is as bad as: a "
        "product is priced unasked when its chance is wrong_cost / (wrong_cost + 1) or more.",
    )  # fmt: skip
    read_barcodes: bool = Field(
        True, description="Settle what is doubtful by the barcode that the camera sees on it; "
        "needs the extra `barcodes`.",
    )  # fmt: skip
    scenes_at_once: int = Field(
        0, ge=0, le=256, description="Scenes recognised at the same time; 0 takes one per core."
    )
    scenes_waiting: int = Field(
        32, ge=0, le=10_000,
        description="Scenes that may wait for that; more are refused at once, and told when to "
        "come again.",
    )  # fmt: skip
    scene_patience_s: float = Field(
        5.0, gt=0, le=600, description="How long a scene may wait before it is refused."
    )
    log_format: Literal["text", "json"] = Field(
        "text", description="How `colugo serve` writes its log; json is an object a line."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "warning", description="The least it writes; info has a line for every request."
    )
    traces: bool = Field(
        False, description="Send spans of requests and stages by OpenTelemetry to where the "
        "OTEL_ variables of the environment say; needs the extra `tracing`.",
    )  # fmt: skip
    second_look: bool = Field(
        True, description="Look again at what is doubtful among look-alikes: the crop against the "
        "photos of just the products that it may be, at most 30 ms each.",
    )  # fmt: skip
    in_store_codes: tuple[str, ...] = Field(
        (),
        description="What the barcodes of the shop's own scale hold, like `21IIIIIWWWWWC`: I the "
        "product's plu, W grams or P the price in minor units, C the check digit.",
    )
    public_url: str | None = Field(
        None, pattern=r"^https?://[^\s/]+(/[^\s]*)?$",
        description="Where the service is reached from outside, like `https://shop.example`: for "
        "callbacks of payment providers and the receipts on phones.",
    )  # fmt: skip
    session_hours: int = Field(
        12, ge=1, le=720, description="How long somebody stays signed in, used or not."
    )
    mini_program_id: str | None = Field(
        None, description="AppID of the WeChat mini-program, for signing in by WeChat."
    )
    mini_program_secret: SecretStr | None = Field(
        None, description="Its AppSecret; WeChat is asked with it whose a code of wx.login is."
    )
    mini_program_url: str = Field(
        "https://api.weixin.qq.com", pattern=r"^https?://[^\s/]+$",
        description="Where WeChat answers whose a code is.",
    )  # fmt: skip
    visit_frame_max_age_s: float = Field(
        1.0, gt=0, le=60, description="An older frame of the counter's camera is not looked at; at "
        "5 frames a second 1 s is five of them late.",
    )  # fmt: skip
    visit_camera_lost_s: float = Field(
        4.0, ge=0, le=600, description="Without a frame for so long the camera counts as lost; a "
        "page that reconnects takes less. 0 for never.",
    )  # fmt: skip
    visit_camera_frozen_s: float = Field(
        8.0, ge=0, le=600, description="The same frame to the bit for so long is a frozen camera: "
        "a real one has noise. 0 for never.",
    )  # fmt: skip
    visit_votes: int = Field(
        2,
        ge=1,
        le=5,
        description="Frames that must say the same of a box; one alone may be a blur.",
    )
    visit_overlap: float = Field(
        0.5, gt=0, le=1, description="Share of the smaller of two boxes that may lie in the other "
        "before the shopper is asked to move them; boxes of goods that lie askew overlap a little.",
    )  # fmt: skip
    visit_motion_share: float = Field(
        0.002, gt=0, le=1, description="Share of the picture that must differ from the "
        "frame before for something to move.",
    )  # fmt: skip
    visit_hand_wait_s: float = Field(
        5.0, ge=0, le=600, description="How long a hand that rests over the counter is waited for; "
        "then what lies there is recognised beside it.",
    )  # fmt: skip
    visit_paid_show_s: float = Field(
        20.0, gt=0, le=600, description="How long the receipt stays where nobody touches anything; "
        "time to scan its QR.",
    )  # fmt: skip
    visit_abandoned_s: float = Field(
        180.0, ge=10, le=86_400, description="A visit without goods on the counter ends after so "
        "long without a step.",
    )  # fmt: skip
    photo_max_mb: int = Field(20, ge=1, le=200, description="Largest photo file, in megabytes.")
    photo_max_mpx: int = Field(
        50, ge=1, le=400, description="Largest photo, in millions of pixels."
    )

    @field_validator("milvus_uri")
    @classmethod
    def _has_address(cls, uri: str | None, told: ValidationInfo) -> str | None:
        if uri is None and told.data.get("index") == "milvus":
            raise ValueError("index milvus needs the address of a server or the path of a file")
        return uri

    @classmethod
    def load(cls, shop_dir: Path, **options: Any) -> "Settings":
        """Read the settings of the shop in `shop_dir`; `options` that are None are not given.

        Raises:
            SettingsInvalid: an unknown key, a value out of its limits, or a broken file.
        """
        _refuse_unknown_variables(os.environ)
        if (shop_dir / FILE_NAME).is_dir():  # pydantic-settings would pass over it
            raise SettingsInvalid(FILE_NAME, "cannot be read: it is a folder")

        class Here(cls):  # type: ignore[valid-type, misc]
            model_config = SettingsConfigDict(toml_file=shop_dir / FILE_NAME)

        try:
            loaded = Here(**{name: value for name, value in options.items() if value is not None})
        except ValidationError as error:
            raise _explained(error) from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsInvalid(FILE_NAME, f"not readable as TOML: {error}") from error
        except OSError as error:
            raise SettingsInvalid(FILE_NAME, f"cannot be read: {error.strerror}") from error
        return cls(**loaded.model_dump())

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Options, then environment, then the shop's file. Source: pydantic-settings."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def _refuse_unknown_variables(environment: Mapping[str, str]) -> None:
    names = {f"{ENVIRONMENT_PREFIX}{name.upper()}" for name in Settings.model_fields}
    for name in environment:
        known = name.upper()  # pydantic-settings takes them in either case
        if known.startswith(ENVIRONMENT_PREFIX) and known not in names | _NOT_SETTINGS:
            raise SettingsInvalid(name, f"there is no such variable; {_nearest(known, names)}")


def _nearest(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"did you mean {near[0]}?" if near else f"known are {', '.join(sorted(known))}"


def _explained(error: ValidationError) -> SettingsInvalid:
    problem = error.errors()[0]
    name = str(problem["loc"][0])
    if problem["type"] == "extra_forbidden":
        hint = _nearest(name, Settings.model_fields)
        return SettingsInvalid(name, f"there is no such setting; {hint}")
    return SettingsInvalid(name, f"{problem['msg']}, got {problem['input']!r}")
