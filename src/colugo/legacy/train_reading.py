"""From a training YAML to typed objects, and back to a table of what became of every key."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from colugo.errors import TrainConfigInvalid
from colugo.legacy.config_yaml import load_config_yaml
from colugo.legacy.literals import read_value
from colugo.legacy.train_config import Section, TrainConfig

# Source: spellings that users have, spec 2.3 and 4.1
ALIASES = {
    ("Global", "checkpoint"): ("Global", "checkpoints"),
    ("Global", "eval_during_training"): ("Global", "eval_during_train"),
    ("eval_during_train",): ("Global", "eval_during_train"),
    ("checkpoints",): ("Global", "checkpoints"),
    ("pretrained_model",): ("Global", "pretrained_model"),
}


class Explained(NamedTuple):
    """One key: where it stands, its value, whether the file gave it, and what it means."""

    key: str
    value: str
    is_given: bool
    meaning: str


def read_train_config(path: Path, overrides: Sequence[str] = ()) -> TrainConfig:
    """The config of a file with its overrides, checked.

    Raises:
        LegacyFileUnreadable: no such file, or not UTF-8.
        TrainConfigInvalid: an unknown key (with the nearest one), or a value out of its limits.
    """
    plain = load_config_yaml(path, overrides, TrainConfigInvalid)
    values = with_known_names(_with_values(plain))
    try:
        return TrainConfig.model_validate(values)
    except ValidationError as error:
        raise _explained(str(path), error) from error


def _with_values(value: Any) -> Any:
    """Texts that are literals as their values where a key has them; in lists they stay texts."""
    if isinstance(value, dict):
        return {
            name: read_value(inner) if isinstance(inner, str) else _with_values(inner)
            for name, inner in value.items()
        }
    return [_with_values(inner) for inner in value] if isinstance(value, list) else value


def with_known_names(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same values with known misspellings of keys put right."""
    mended = {name: dict(v) if isinstance(v, dict) else v for name, v in values.items()}
    for wrong, right in ALIASES.items():
        place: Any = mended
        for name in wrong[:-1]:
            place = place.get(name, {}) if isinstance(place, dict) else {}
        if isinstance(place, dict) and wrong[-1] in place:
            value = place.pop(wrong[-1])
            mended.setdefault(right[0], {})[right[1]] = value
    return mended


def explain(config: TrainConfig) -> list[Explained]:
    """What every key of a config became, in the order of the sections."""
    return list(_rows(config, ""))


def _rows(section: BaseModel, prefix: str) -> Iterator[Explained]:
    for name, field in type(section).model_fields.items():
        key = f"{prefix}{field.alias or name}"
        value = getattr(section, name)
        if isinstance(value, BaseModel):
            yield from _rows(value, f"{key}.")
        else:
            is_given = name in section.model_fields_set
            yield Explained(key, _shown(value), is_given, field.description or "")


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_shown(each) for each in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_shown(each)}" for name, each in value.items()) + "}"
    if isinstance(value, BaseModel):
        return _shown(value.model_dump(exclude_none=True))
    return str(value)


def _explained(path: str, error: ValidationError) -> TrainConfigInvalid:
    problem = error.errors()[0]
    places = [str(place) for place in problem["loc"]]
    key = ".".join(places) or "the whole file"
    if problem["type"] == "extra_forbidden":
        return TrainConfigInvalid(path, key, f"is no key here; {_nearest(places)}")
    if problem["type"] == "missing":
        return TrainConfigInvalid(path, key, "is missing, and has no default")
    message = problem["msg"].removeprefix("Value error, ")
    return TrainConfigInvalid(path, key, f"cannot be {problem['input']!r}: {message}")


def _nearest(places: Sequence[str]) -> str:
    section = _section_at(TrainConfig, places[:-1])
    if section is None:
        return "take it out"
    known = [field.alias or name for name, field in section.model_fields.items()]
    near = difflib.get_close_matches(places[-1], known, n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"


def _section_at(section: type[Section], places: Sequence[str]) -> type[Section] | None:
    for place in places:
        fields = {field.alias or name: field for name, field in section.model_fields.items()}
        if place not in fields:
            return None
        inner = _section_in(fields[place].annotation)
        if inner is None:
            return None
        section = inner
    return section


def _section_in(annotation: Any) -> type[Section] | None:
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return annotation
    if get_origin(annotation) in (Union, UnionType):
        found = (_section_in(each) for each in get_args(annotation))
        return next((each for each in found if each is not None), None)
    return None
