"""The settings of one detector, read from a short YAML file; unknown keys are refused."""

from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from colugo.errors import RecipeInvalid
from colugo.training.data.detection import FOLDS
from colugo.training.networks.lcnet import SCALES

Positive = Annotated[float, Field(gt=0)]
InputSide = Annotated[int, Field(ge=64, le=1280, multiple_of=32)]


class SceneSet(BaseModel):
    """One folder of scenes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    folder: Path = Field(description="Holds annotations.json (COCO) and the pictures.")
    weight: float = Field(1.0, gt=0, description="How often it is drawn against the others.")
    measure: bool = Field(True, description="Whether its kept-out scenes are measured.")


class LossSettings(BaseModel):
    """Weights of the parts of the loss; the defaults are PicoDet's (spec 3.4)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    score: Positive = 1.0
    giou: Positive = 2.0
    dfl: Positive = 0.25
    box_weights: Annotated[
        Literal["score", "quality"],
        Field(description="Whether a cell's box counts by its score or its assigned quality."),
    ] = "score"


class DetectorRecipe(BaseModel):
    """Which network a detector is, what it is trained on, and how long."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(description="Name of the model, part of its id.")
    output: Path = Field(description="Folder for checkpoint and curve.")
    network: Literal["picodet", "yolox_nano"] = "picodet"
    start: Path | None = Field(None, description="Weights of the whole network to start from.")
    scale: float = Field(1.0, description="PicoDet: width of LCNet, one of `lcnet.SCALES`.")
    variant: Literal["lite_v1", "config_640"] = Field(
        "lite_v1", description="PicoDet: of neck and head."
    )
    backbone: Path | None = Field(None, description="PicoDet: PPLCNet weights to start from.")
    frozen: list[Literal["conv1", "blocks2", "blocks3", "stem", "dark2", "dark3"]] = Field(
        [], description="Stages of the backbone that stay as they start."
    )
    sets: list[SceneSet] = Field(min_length=1)
    fold: int = Field(0, ge=0, lt=FOLDS, description="Which fifth of every set is kept out.")
    input_px: InputSide = Field(416, description="Side for measuring and for the export.")
    sizes_px: list[InputSide] = Field([320, 352, 384, 416], min_length=1)
    batch: int = Field(16, ge=1, le=1024)
    max_minutes: float = Field(60, gt=0, description="The learning rate falls to its end in them.")
    max_steps: int = Field(1_000_000, ge=1, description="The same, whichever runs out first.")
    assigner: Literal["task_aligned", "simota"] = "task_aligned"
    loss: LossSettings = Field(default_factory=LossSettings)
    mosaic: float = Field(0.3, ge=0, le=1, description="Share of pictures made of four.")
    mosaic_until: float = Field(0.85, ge=0, le=1, description="Share of the training with them.")
    lr: float = Field(1e-3, gt=0, le=1, description="Of AdamW, after the warm-up.")
    backbone_lr: float = Field(0.5, gt=0, le=10, description="Times lr.")
    warmup_steps: int = Field(150, ge=0)
    weight_decay: float = Field(0.02, ge=0, le=1)
    clip_norm: float = Field(10.0, gt=0, description="Longest gradient.")
    ema_decay: float = Field(0.998, ge=0, lt=1, description="Of the averaged weights, a step.")
    precision: Literal["fp32", "bf16"] = "fp32"
    seed: int = 0
    threads: int = Field(2, ge=1, le=256)
    workers: int = Field(1, ge=0, le=2, description="Processes that make pictures.")
    cache_mb: int = Field(3000, ge=0, description="Memory for decoded pictures.")
    measure_every_minutes: float = Field(8.0, gt=0)
    save_every_minutes: float = Field(3.0, gt=0)

    @field_validator("scale")
    @classmethod
    def _is_a_width_of_lcnet(cls, scale: float) -> float:
        if scale not in SCALES:
            raise ValueError(f"expected one of {SCALES}")
        return scale

    @classmethod
    def load(cls, path: Path) -> "DetectorRecipe":
        """Read the recipe at `path`; paths in it are relative to the working folder.

        Raises:
            RecipeInvalid: missing, not YAML, an unknown key, or a value out of its limits.
        """
        try:
            return cls.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except (OSError, yaml.YAMLError) as error:
            raise RecipeInvalid(str(path), f"it is no readable YAML mapping: {error}") from error
        except ValidationError as error:
            problem = error.errors()[0]
            name = ".".join(str(part) for part in problem["loc"]) or "the whole file"
            raise RecipeInvalid(
                str(path), f"{name}: {problem['msg']}, got {problem['input']!r}"
            ) from error
