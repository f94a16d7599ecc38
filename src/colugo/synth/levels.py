"""How hard a scene is: how many products lie on it, and how. Knows no picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from colugo.errors import BadSynthRequest


@dataclass(frozen=True)
class Level:
    """A level of difficulty.

    Attributes:
        name: written beside each picture, by which `colugo evaluate` counts.
        pieces: fewest and most products on a scene.
        crowds: of these one is drawn for a scene: 0 tidy and from above, 1 everyday,
            2 crowded, touching, slanted, 3 heaped, overlapping, bad light.
    """

    name: str
    pieces: tuple[int, int]
    crowds: tuple[int, ...]


# Source: the levels of the Retail Product Checkout data set go by the pieces on the counter;
# these are the numbers of pieces that Colugo judges by, 3-5, 5-10 and 10-20.
LEVELS = {
    "easy": Level("easy", (3, 5), (0,)),
    "medium": Level("medium", (5, 10), (1,)),
    "hard": Level("hard", (10, 20), (2,)),
    "any": Level("any", (1, 20), (0, 1, 2, 3)),
}
ANY = LEVELS["any"]


def levels_of(names: Sequence[str]) -> tuple[Level, ...]:
    """The levels of these names.

    Raises:
        BadSynthRequest: there is no such level.
    """
    for name in names:
        if name not in LEVELS:
            raise BadSynthRequest("the level of a scene", ", ".join(LEVELS), name)
    return tuple(LEVELS[name] for name in names)
