"""A printed face: its colours and how it shines. Knows numpy only."""

import numpy as np

from colugo.synth.canvas import Pixels

Print = tuple[Pixels, Pixels]  # colours (h, w, 3) and finish (h, w, 3)
Prints = dict[str, Print]  # by the name of the face
Finish = tuple[int, int, int]  # gloss, metal, opacity, each 0..255


def with_finish(colours: Pixels, finish: Finish) -> Print:
    """A print that shines alike all over."""
    return colours, np.broadcast_to(np.array(finish, np.uint8), colours.shape)
