"""What can be wrong with a picture that someone hands in. Knows no decoder."""

from colugo.errors.base import ColugoError

_READABLE = "JPEG, PNG or WebP"


class PictureUnusable(ColugoError):
    """A picture cannot be used; each subclass says why.

    `source` is the path as given, or words that name bytes that came without one.
    """

    def __init__(self, source: str, sentence: str) -> None:
        super().__init__(f"{source}: {sentence}")
        self.source = source


class PictureMissing(PictureUnusable):
    """There is no file at the path."""

    def __init__(self, source: str) -> None:
        super().__init__(source, "expected a picture, but there is no such file; check the path")


class PictureIsFolder(PictureUnusable):
    """The path is a folder."""

    def __init__(self, source: str) -> None:
        super().__init__(source, "expected a picture, got a folder; name the files inside it")


class PictureUnreadable(PictureUnusable):
    """The file is there, but the system does not let us read it."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(
            source, f"the file cannot be read ({reason}); check its permissions and the disk"
        )
        self.reason = reason


class PictureEmpty(PictureUnusable):
    """The file holds no bytes at all."""

    def __init__(self, source: str) -> None:
        super().__init__(source, f"expected a {_READABLE} picture, got 0 bytes; take it again")


class NotAPicture(PictureUnusable):
    """The bytes begin like no picture, whatever the name says."""

    def __init__(self, source: str, first_bytes: bytes) -> None:
        super().__init__(
            source,
            f"expected a {_READABLE} picture, but the file is none (it begins with "
            f"{first_bytes!r}); a name ending in .jpg does not make it one",
        )
        self.first_bytes = first_bytes


class PictureFormatUnsupported(PictureUnusable):
    """The picture is of a kind that is known by name but not read."""

    def __init__(self, source: str, format_name: str) -> None:
        super().__init__(
            source, f"expected {_READABLE}, got {format_name}; save it as JPEG and try again"
        )
        self.format_name = format_name


class PictureTruncated(PictureUnusable):
    """The file ends before the picture does."""

    def __init__(self, source: str, format_name: str) -> None:
        super().__init__(
            source,
            f"the {format_name} picture is cut short: the file ends before the picture does; "
            "copy or send it again",
        )
        self.format_name = format_name


class PictureDamaged(PictureUnusable):
    """The file is of a known kind, but its inside contradicts itself."""

    def __init__(self, source: str, format_name: str, reason: str) -> None:
        super().__init__(
            source, f"the {format_name} picture is damaged ({reason}); copy it again or retake it"
        )
        self.format_name = format_name
        self.reason = reason


class PictureTooManyBytes(PictureUnusable):
    """The file is larger than allowed."""

    def __init__(self, source: str, max_bytes: int, got_bytes: int) -> None:
        super().__init__(
            source,
            f"expected at most {max_bytes:,} bytes, got {got_bytes:,} or more; "
            "save the picture smaller",
        )
        self.max_bytes = max_bytes
        self.got_bytes = got_bytes


class PictureTooLarge(PictureUnusable):
    """The picture, once decoded, would have more or longer rows of pixels than allowed."""

    def __init__(
        self, source: str, size_wh: tuple[int, int], max_pixels: int, max_side_px: int
    ) -> None:
        width_px, height_px = size_wh
        super().__init__(
            source,
            f"expected at most {max_pixels:,} pixels and sides of {max_side_px:,}, got "
            f"{width_px:,} x {height_px:,} = {width_px * height_px:,} pixels; "
            "nothing was decoded; make the picture smaller",
        )
        self.size_wh = size_wh
        self.max_pixels = max_pixels
        self.max_side_px = max_side_px


class PictureTooManyScans(PictureUnusable):
    """A progressive JPEG repeats itself so often that decoding it would stall the counter."""

    def __init__(self, source: str, max_scans: int, got_scans: int) -> None:
        super().__init__(
            source,
            f"expected a JPEG of at most {max_scans} scans, got {got_scans}; "
            "nothing was decoded; save the picture again as a plain JPEG",
        )
        self.max_scans = max_scans
        self.got_scans = got_scans


class PictureUnwritable(PictureUnusable):
    """A picture of ours cannot be written where it was asked for."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(
            source, f"the picture cannot be written ({reason}); check the folder and the disk"
        )
        self.reason = reason


class ArrayMalformed(ColugoError):
    """An array handed to a value object does not have the shape, type or order it needs."""

    def __init__(self, what: str, expected: str, got: str) -> None:
        super().__init__(f"{what}: expected {expected}, got {got}; convert the array first")
        self.what = what
        self.expected = expected
        self.got = got
