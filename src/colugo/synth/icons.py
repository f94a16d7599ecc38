"""Small pictures for labels by name, each drawn once and kept. Knows the painters."""

from collections.abc import Callable
from functools import lru_cache

from colugo.synth import fruit, pantry
from colugo.synth.canvas import Pixels
from colugo.synth.palette import Rgb

_PAINTERS: dict[str, Callable[[Rgb], Pixels]] = {
    "apple": fruit.round_fruit,
    "bean": pantry.bean,
    "blueberry": fruit.cluster,
    "bowl": pantry.bowl,
    "bubbles": pantry.bubbles,
    "cherry": fruit.cherry,
    "chili": pantry.chili,
    "chip": pantry.chip,
    "chocolate": pantry.chocolate,
    "cookie": pantry.cookie,
    "corn": pantry.corn,
    "cow": pantry.cow,
    "drop": pantry.drop,
    "fish": pantry.fish,
    "flower": pantry.flower,
    "grain": pantry.grain,
    "grape": fruit.cluster,
    "kiwi": fruit.kiwi,
    "leaf": pantry.leaves,
    "lemon": fruit.citrus,
    "mango": fruit.round_fruit,
    "mushroom": pantry.mushroom,
    "nut": pantry.nut,
    "orange": fruit.whole_and_slice,
    "peach": fruit.peach,
    "pineapple": fruit.pineapple,
    "shrimp": pantry.shrimp,
    "splash": pantry.splash,
    "strawberry": fruit.strawberry,
    "tomato": fruit.round_fruit,
    "watermelon": fruit.watermelon,
    "wheat": pantry.wheat,
}
NAMES = tuple(_PAINTERS)


@lru_cache(maxsize=512)
def icon(name: str, rgb: Rgb) -> Pixels:
    """A picture by name in a colour, (192, 192, 4) RGBA. Do not change it: it is shared."""
    return _PAINTERS[name](rgb)
