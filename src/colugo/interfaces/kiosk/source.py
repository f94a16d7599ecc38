"""Pictures of a camera that a browser cannot read: a stream, a film, or a device by its number.

Knows OpenCV; sends nothing.
"""

import threading
import time
from types import TracebackType
from typing import Final, Self

import cv2

from colugo.errors import CameraMissing

_QUALITY: Final = 85
_FILM_FPS: Final = 25.0  # of a film that does not say
_AGAIN_S: Final = 1.0


class Source:
    """The newest picture of a camera; older ones are dropped, so that what is shown is now.

    A film begins again at its end; a stream that breaks off is opened again, until then there
    is no picture.
    """

    def __init__(self, place: str | int) -> None:
        """Open it.

        Args:
            place: address of a stream, file of a film, or number of a device.

        Raises:
            CameraMissing: it cannot be opened or gives no picture.
        """
        self._place = place
        self._capture = cv2.VideoCapture(place)
        is_read, self._frame = self._capture.read()
        if not is_read:
            self._capture.release()
            raise CameraMissing(str(place))
        self._pause_s = _pause_of(self._capture)
        self._is_open = True
        self._thread = threading.Thread(target=self._read, name="camera", daemon=True)
        self._thread.start()

    def picture(self) -> bytes | None:
        """What it sees now as JPEG; None while it sees nothing."""
        frame = self._frame
        if frame is None:
            return None
        return cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._is_open = False
        self._thread.join()
        self._capture.release()

    def _read(self) -> None:
        while self._is_open:
            is_read, frame = self._capture.read()
            if is_read:
                self._frame = frame
                time.sleep(self._pause_s)
            elif not self._begin_again():
                self._frame = None
                time.sleep(_AGAIN_S)

    def _begin_again(self) -> bool:
        self._capture.release()
        self._capture = cv2.VideoCapture(self._place)
        return bool(self._capture.isOpened())


def _pause_of(capture: "cv2.VideoCapture") -> float:
    """How long to wait between pictures, in seconds: a stream and a device wait by themselves."""
    if capture.get(cv2.CAP_PROP_FRAME_COUNT) <= 1:
        return 0.0
    return 1 / (capture.get(cv2.CAP_PROP_FPS) or _FILM_FPS)
