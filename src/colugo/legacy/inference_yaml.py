"""Reads an inference YAML with its `-o` overrides, without ever evaluating a text."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from colugo.errors import InferenceConfigInvalid
from colugo.legacy.literals import read_value
from colugo.legacy.text import read_text


def load_inference_yaml(path: Path, overrides: Sequence[str]) -> dict[str, Any]:
    """The YAML file as plain values, with every `Key.Sub=value` put in its place.

    A value is a literal or arithmetic of numbers where it is one, else it stays text.

    Raises:
        LegacyFileUnreadable: no such file, or not UTF-8.
        InferenceConfigInvalid: it is no YAML, or an override has no place.
    """
    try:
        config = yaml.safe_load(read_text(path))
    except yaml.YAMLError as error:
        where = str(error).replace("\n", " ")
        raise InferenceConfigInvalid(str(path), "the file", f"is no YAML ({where})") from error
    if not isinstance(config, dict):
        raise InferenceConfigInvalid(str(path), "the file", "must hold sections of keys")
    for override in overrides:
        _apply(str(path), config, override)
    return config


def _apply(path: str, config: dict[str, Any], override: str) -> None:
    key, sign, text = override.partition("=")
    if not sign or "=" in text or not key.strip():
        sentence = "must be one Key.Sub=value with one `=`"
        raise InferenceConfigInvalid(path, f"-o {override}", sentence)
    *parents, last = key.strip().split(".")
    place: Any = config
    for name in parents:
        if isinstance(place, dict) and place.get(name) is None:
            place[name] = {}
        place = _child(path, place, name, key)
    if isinstance(place, list):
        _child(path, place, last, key)
        place[int(last)] = read_value(text)
    elif isinstance(place, dict):
        place[last] = read_value(text)
    else:
        raise InferenceConfigInvalid(path, key, "has no keys below it")


def _child(path: str, place: Any, name: str, key: str) -> Any:
    if isinstance(place, dict):
        return place[name]
    if isinstance(place, list) and name.isdecimal() and int(name) < len(place):
        return place[int(name)]
    raise InferenceConfigInvalid(path, key, f"has no {name!r} on its way")
