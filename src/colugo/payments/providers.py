"""Reads payments.toml and makes the providers that it describes. Speaks to none of them.

The file lies in the folder of the shop and holds secrets, so nobody but its owner may read it.
"""

import importlib
import stat
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from colugo.errors import PaymentsFileInvalid
from colugo.payments.counter import CounterProvider
from colugo.shop.payments import PaymentProvider

FILE_NAME: Final = "payments.toml"
BY_HAND: Final = ("counter", "cash", "card")  # what an attendant confirms
_MINUTES = Field(10, ge=1, le=120, description="How long a QR can be paid.")
_TIMEOUT = Field(10, gt=0, le=60, description="How long to wait for an answer, in seconds.")


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    minutes: int = _MINUTES
    timeout_s: float = _TIMEOUT


class _Qr(_Section):
    url: str
    secret: Annotated[SecretStr, Field(min_length=32)]


class _WeChat(_Section):
    app_id: str
    merchant_id: str
    certificate_serial: str
    private_key_file: Path
    api_v3_key: Annotated[SecretStr, Field(min_length=32, max_length=32)]
    platform_key_id: str
    platform_key_file: Path
    description: str = "Colugo"
    gateway: str | None = None


class _Alipay(_Section):
    app_id: str
    private_key_file: Path
    alipay_key_file: Path
    description: str = "Colugo"
    gateway: str | None = None


_SECTIONS: Final[Mapping[str, type[_Section]]] = {"qr": _Qr, "wechat": _WeChat, "alipay": _Alipay}
# where each is made: imported when it is asked for, so that no other needs its package
_PLACES: Final = {
    "qr": ("signed_qr", "SignedQrProvider"),
    "wechat": ("wechat", "WeChatProvider"),
    "alipay": ("alipay", "AlipayProvider"),
}


def load_providers(folder: Path, public_url: str | None) -> dict[str, PaymentProvider]:
    """The providers of a shop by their names; those that an attendant confirms are always there.

    Args:
        folder: of the shop.
        public_url: where the service is reached from outside, for callbacks.

    Raises:
        PaymentsFileInvalid: the file cannot be read, or others can; it has an unknown or missing
            key, or names a key file that is not there; or `public_url` is not set.
        ProviderRefused: a key cannot be used. ExtraMissing: a package is not installed.
    """
    providers: dict[str, PaymentProvider] = {name: CounterProvider(name) for name in BY_HAND}
    path = folder / FILE_NAME
    if not path.is_file():
        return providers
    sections = _read(path)
    if sections and public_url is None:
        raise PaymentsFileInvalid(FILE_NAME, "providers call back, so set public_url first")
    for name, section in sections.items():
        notify_url = f"{str(public_url).rstrip('/')}/v1/callbacks/{name}"
        providers[name] = _make(name, folder, section, notify_url)
    return providers


def _read(path: Path) -> dict[str, _Section]:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise PaymentsFileInvalid(FILE_NAME, "others may read its secrets, so chmod 600 it")
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PaymentsFileInvalid(FILE_NAME, f"not readable as TOML: {error}") from error
    found = {}
    for name, keys in given.items():
        if name not in _SECTIONS:
            raise PaymentsFileInvalid(FILE_NAME, f"[{name}] is none of {', '.join(_SECTIONS)}")
        try:
            found[name] = _SECTIONS[name].model_validate(keys)
        except ValidationError as error:
            problem = error.errors(include_input=False)[0]
            place = ".".join([name, *(str(part) for part in problem["loc"])])
            raise PaymentsFileInvalid(f"{FILE_NAME}, {place}", problem["msg"]) from None
    return found


def _make(name: str, folder: Path, section: _Section, notify_url: str) -> PaymentProvider:
    given: dict[str, Any] = {"notify_url": notify_url}
    for key, value in section:
        if isinstance(value, Path):
            given[key.removesuffix("_file")] = _key_in(folder / value)
        elif isinstance(value, SecretStr):
            given[key] = value.get_secret_value()
        elif value is not None:
            given[key] = value
    module, kind = _PLACES[name]
    make: Callable[..., PaymentProvider] = getattr(
        importlib.import_module(f"colugo.payments.{module}"), kind
    )
    return make(**given)


def _key_in(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise PaymentsFileInvalid(FILE_NAME, f"the key {path.name} cannot be read") from error
