"""Looks at the frames of the counters' cameras only where it must. Keeps no visit.

What is kept here, the last small pictures, is lost with the process and costs one look then.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final, NamedTuple

from colugo.vision import DecodeLimits
from colugo.vision.motion import SMALL_WH, Small, changed_share, reaching_share, small_picture

# frames that lie further apart say nothing of motion: only that the scene is another
_MOTION_WITHIN: Final = timedelta(seconds=2)
REACHING: Final = 0.003  # of the picture; Source: measured, see docs/measured.md
Box = tuple[int, int, int, int]  # left, top, right, bottom in pixels


class Glance(NamedTuple):
    """What a frame shows without being searched.

    `is_changed` is against the frame that was last searched, `size_wh` as the file has it.
    """

    size_wh: tuple[int, int]
    is_moving: bool
    is_same: bool
    is_changed: bool


@dataclass
class Eye:
    """What is remembered of the frames of one counter; used by one thread at a time."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    small: Small | None = None
    taken_at: datetime | None = None
    digest: bytes = b""
    searched: Small | None = None
    searched_at: datetime | None = None
    empty: Small | None = None
    reached_since: datetime | None = None

    def glance(
        self, content: bytes, taken_at: datetime, limits: DecodeLimits, motion_share: float
    ) -> Glance:
        """Compare a frame with the one before and with the one that was last searched.

        Raises:
            PictureUnusable: one of its subclasses.
        """
        small, size_wh = small_picture(content, limits)
        digest = sha256(content).digest()
        is_near = self.taken_at is not None and taken_at - self.taken_at < _MOTION_WITHIN
        is_moving = (
            is_near and self.small is not None and changed_share(self.small, small) > motion_share
        )
        searched = self.searched
        is_changed = searched is None or changed_share(searched, small) > motion_share
        glance = Glance(size_wh, is_moving, digest == self.digest, is_changed)
        self.small, self.taken_at, self.digest = small, taken_at, digest
        return glance

    def was_searched(self, taken_at: datetime) -> None:
        """Remember that the frame of the last glance was searched."""
        self.searched, self.searched_at = self.small, taken_at

    def is_reached_into(
        self, boxes: Sequence[Box], size_wh: tuple[int, int], taken_at: datetime, wait_s: float
    ) -> bool:
        """Whether a hand rests over the frame of the last glance; a while, then it is left there.

        Args:
            boxes: of what was found on it; none makes it the empty counter that later ones are
                compared with.
            size_wh: of the frame that they lie in.
            taken_at: when it was taken.
            wait_s: for how long a hand is waited for.
        """
        small = self.small
        if small is None:
            return False
        across, down = SMALL_WH[0] / size_wh[0], SMALL_WH[1] / size_wh[1]
        scaled = [(x0 * across, y0 * down, x1 * across, y1 * down) for x0, y0, x1, y1 in boxes]
        is_reached = self.empty is not None and (
            reaching_share(self.empty, small, scaled) > REACHING
        )
        if not is_reached:
            self.reached_since = None
            if not boxes:
                self.empty = small
            return False
        self.reached_since = self.reached_since or taken_at
        if taken_at - self.reached_since <= timedelta(seconds=wait_s):
            return True
        self.empty = None  # the counter itself has changed: until it is empty again
        return False


class Watcher:
    """The eyes of all counters in this process."""

    def __init__(self) -> None:
        self._eyes: dict[str, Eye] = {}
        self._lock = threading.Lock()

    @contextmanager
    def at(self, counter_id: str) -> Iterator[Eye | None]:
        """The eye at a counter for this thread alone; None while another looks through it."""
        with self._lock:
            eye = self._eyes.setdefault(counter_id, Eye())
        if not eye.lock.acquire(blocking=False):
            yield None
            return
        try:
            yield eye
        finally:
            eye.lock.release()
