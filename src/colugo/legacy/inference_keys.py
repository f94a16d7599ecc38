"""Takes the keys of one section of a config, each checked by name; what is left is refused."""

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from colugo.errors import InferenceConfigInvalid, LegacyConfigInvalid
from colugo.legacy.literals import read_value


@dataclass
class Section:
    """One section; `path` names the file and `name` the section in errors.

    Every reader takes a key away, so that `refuse_rest` knows what nobody read.
    """

    path: str
    name: str
    values: dict[str, Any]
    read: dict[str, Any] = field(default_factory=dict)
    invalid: type[LegacyConfigInvalid] = InferenceConfigInvalid

    @classmethod
    def of(cls, path: str, name: str, parent: Mapping[str, Any]) -> "Section":
        """A section of the file; an absent or empty one has no keys.

        Raises:
            InferenceConfigInvalid: it is no section.
        """
        return cls(path, name, _keys(path, name, parent.get(name), InferenceConfigInvalid))

    def inner(self, key: str) -> "Section":
        """Take a section that is a key of this one.

        Raises:
            LegacyConfigInvalid: as `invalid`; it is no section.
        """
        self.read[key] = values = self.values.pop(key, None)
        name, invalid = self.full(key), self.invalid
        return Section(self.path, name, _keys(self.path, name, values, invalid), invalid=invalid)

    def take(self, key: str, default: Any, check: Callable[[Any], bool], wanted: str) -> Any:
        """The value of a key, or the default where it is absent or null.

        Raises:
            InferenceConfigInvalid: the value is something else than `wanted`.
        """
        value = self.values.pop(key, None)
        value = default if value is None else value
        if value is not None and not check(value):
            raise self.wrong(key, f"must be {wanted}, got {value!r}")
        self.read[key] = value
        return value

    def text(self, key: str, default: str | None = None, allowed: tuple[str, ...] = ()) -> Any:
        """A text, one of `allowed` where these are given."""
        wanted = " or ".join(allowed) if allowed else "a text"
        return self.take(
            key, default, lambda v: isinstance(v, str) and (not allowed or v in allowed), wanted
        )

    def whole(self, key: str, default: int | None, low: int = 1) -> Any:
        """A whole number of `low` or more."""
        return self.take(
            key, default, lambda v: is_whole(v) and v >= low, f"a whole number of {low} or more"
        )

    def number(self, key: str, default: float) -> float:
        """A number."""
        value = self.take(key, default, is_number, "a number")
        return float(value)

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        return bool(self.take(key, default, lambda v: isinstance(v, bool), "true or false"))

    def numbers(self, key: str, default: tuple[float, ...], count: int) -> tuple[float, ...]:
        """So many numbers."""
        value = self.take(
            key,
            list(default),
            lambda v: isinstance(v, list | tuple) and len(v) == count and all(map(is_number, v)),
            f"{count} numbers",
        )
        return tuple(float(each) for each in value)

    def arithmetic(self, key: str, default: float) -> float:
        """A number, or arithmetic of numbers as a text: `1.0/255.0`."""
        value = self.values.get(key)
        if isinstance(value, str):
            self.values[key] = read_value(value)
        return self.number(key, default)

    def alias(self, wrong: str, right: str) -> None:
        """Take a misspelt key for the right one.

        Raises:
            InferenceConfigInvalid: both are there and differ.
        """
        if wrong not in self.values:
            return
        value = self.values.pop(wrong)
        if self.values.setdefault(right, value) != value:
            raise self.wrong(wrong, f"and {right} are the same key with two values: keep one")

    def refuse_rest(self) -> None:
        """Refuse keys that nobody read.

        Raises:
            InferenceConfigInvalid: names the first, and the nearest right one.
        """
        for key in self.values:
            near = difflib.get_close_matches(str(key), list(self.read), n=1)
            hint = f"did you mean {self.name}.{near[0]}?" if near else f"it has {list(self.read)}"
            raise self.wrong(str(key), f"is not known: {hint}")

    def wrong(self, key: str, sentence: str) -> LegacyConfigInvalid:
        """The error about a key of this section."""
        return self.invalid(self.path, self.full(key), sentence)

    def full(self, key: str) -> str:
        """A key with the names of the sections that it is in."""
        return f"{self.name}.{key}" if self.name else key


def _keys(path: str, name: str, values: Any, invalid: type[LegacyConfigInvalid]) -> dict[str, Any]:
    if values is not None and not isinstance(values, Mapping):
        raise invalid(path, name, f"must be a section of keys, got {values!r}")
    return dict(values or {})


def is_whole(value: Any) -> bool:
    """Whether it is a whole number, which True is not."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_number(value: Any) -> bool:
    """Whether it is a number, which True is not."""
    return isinstance(value, int | float) and not isinstance(value, bool)
