"""Reads a training YAML of PaddleClas with its `-o` overrides. Knows no key by name.

Source: ../shared/spec/predecessor-interfaces.md 2.3, with a safe reader in place of eval.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from colugo.errors import TrainConfigInvalid
from colugo.legacy.literals import read_value
from colugo.legacy.text import read_text


def load_train_yaml(path: Path, overrides: Sequence[str] = ()) -> dict[str, Any]:
    """The file as plain values, with every `Key.Sub=value` put in its place.

    Texts that are literals become their values where they stand as the value of a key; texts
    inside lists stay texts.

    Raises:
        LegacyFileUnreadable: no such file, or not UTF-8.
        TrainConfigInvalid: it is no YAML mapping, or an override has no place.
    """
    try:
        config = yaml.safe_load(read_text(path))
    except yaml.YAMLError as error:
        where = " ".join(str(error).split())
        raise TrainConfigInvalid(str(path), "the file", f"is no YAML ({where})") from error
    if not isinstance(config, dict):
        raise TrainConfigInvalid(str(path), "the file", "must hold sections of keys")
    values: dict[str, Any] = _with_values(config)
    for override in overrides:
        _put(str(path), values, override)
    return values


def _with_values(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: read_value(inner) if isinstance(inner, str) else _with_values(inner)
            for name, inner in value.items()
        }
    return [_with_values(inner) for inner in value] if isinstance(value, list) else value


def _put(path: str, config: dict[str, Any], override: str) -> None:
    key, sign, text = override.partition("=")
    key = key.strip()
    if not sign or not key or "=" in text:
        raise TrainConfigInvalid(path, f"-o {override}", "must be Key.Sub=value with one `=`")
    *parents, last = key.split(".")
    place: Any = config
    for name in parents:
        if isinstance(place, dict) and place.get(name) is None:
            place[name] = {}  # release/2.3 refuses it, later branches make it
        place = place[_step(path, key, place, name)]
    place[_step(path, key, place, last)] = read_value(text)


def _step(path: str, key: str, place: Any, name: str) -> str | int:
    """The key or the index by which to go on from `place`."""
    if isinstance(place, dict):
        return name
    if not isinstance(place, list):
        raise TrainConfigInvalid(path, f"-o {key}", f"has no place: {name!r} is below a value")
    if not name.isdecimal() or int(name) >= len(place):
        expected = f"an index from 0 to {len(place) - 1}"
        raise TrainConfigInvalid(path, f"-o {key}", f"expected {expected}, got {name!r}")
    return int(name)
