"""Reads a YAML of PaddleClas with its `-o` overrides. Knows no key by name, evaluates nothing.

Source: ../shared/spec/predecessor-interfaces.md 2.3, with a safe reader in place of eval.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from colugo.errors import LegacyConfigInvalid
from colugo.legacy.literals import read_value
from colugo.legacy.text import read_text


def load_config_yaml(
    path: Path, overrides: Sequence[str], invalid: type[LegacyConfigInvalid]
) -> dict[str, Any]:
    """The file as plain values, with every `Key.Sub=value` put in its place.

    Args:
        path: of the YAML file.
        overrides: in their order; a value is a literal or arithmetic where it is one, else text.
        invalid: the error to raise.

    Raises:
        LegacyFileUnreadable: no such file, or not UTF-8.
        LegacyConfigInvalid: as `invalid`; it is no YAML mapping, or an override has no place.
    """
    try:
        config = yaml.safe_load(read_text(path))
    except yaml.YAMLError as error:
        where = " ".join(str(error).split())
        raise invalid(str(path), "the file", f"is no YAML ({where})") from error
    if not isinstance(config, dict):
        raise invalid(str(path), "the file", "must hold sections of keys")
    values: dict[str, Any] = _unshared(config)
    for override in overrides:
        try:
            _put(values, override)
        except ValueError as error:
            raise invalid(str(path), f"-o {override}", str(error)) from error
    return values


def _unshared(value: Any) -> Any:
    """A copy in which sections that an alias of YAML repeats are sections of their own."""
    if isinstance(value, dict):
        return {name: _unshared(inner) for name, inner in value.items()}
    return [_unshared(inner) for inner in value] if isinstance(value, list) else value


def _put(config: dict[str, Any], override: str) -> None:
    """Put the value of one override in its place.

    Raises:
        ValueError: it has none.
    """
    key, sign, text = override.partition("=")
    key = key.strip()
    if not sign or not key or "=" in text:
        raise ValueError("must be Key.Sub=value with one `=`")
    *parents, last = key.split(".")
    place: Any = config
    for name in parents:
        if isinstance(place, dict) and place.get(name) is None:
            place[name] = {}  # release/2.3 refuses it, later branches make it
        place = place[_step(place, name)]
    place[_step(place, last)] = read_value(text)


def _step(place: Any, name: str) -> str | int:
    """The key or the index by which to go on from `place`."""
    if isinstance(place, dict):
        return name
    if not isinstance(place, list):
        raise ValueError(f"has no place: {name!r} is below a value")
    if not name.isdecimal() or int(name) >= len(place):
        raise ValueError(
            f"has no place: expected an index from 0 to {len(place) - 1}, got {name!r}"
        )
    return int(name)
