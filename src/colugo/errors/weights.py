"""What can go wrong with weights of the predecessor: reading, fetching, converting, comparing."""

from collections.abc import Sequence

from colugo.errors.base import ColugoError

_SHOWN = 4  # names in a sentence


class WeightsDamaged(ColugoError):
    """A file of the predecessor is missing, cut short, or of another format."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}; fetch or copy the file again")
        self.path = path
        self.reason = reason


class WeightsUnsafe(ColugoError):
    """A pickle asks for something else than arrays: reading it would run foreign code."""

    def __init__(self, path: str, wanted: str) -> None:
        super().__init__(
            f"{path}: refused, it asks for `{wanted}`, and weights need arrays and names only; "
            "take the file from its official source, and do not open this one with other programs"
        )
        self.path = path
        self.wanted = wanted


class WeightsTooLarge(ColugoError):
    """A file holds more than Colugo is ready to read."""

    def __init__(self, path: str, size_bytes: int, limit_bytes: int) -> None:
        super().__init__(
            f"{path}: {size_bytes:,} bytes, at most {limit_bytes:,} are read; "
            "official weights are smaller, so check that this is the file you mean"
        )
        self.path = path
        self.size_bytes = size_bytes
        self.limit_bytes = limit_bytes


class WeightsIncomplete(ColugoError):
    """A file stands alone that can only be read with another beside it."""

    def __init__(self, path: str, companion: str, purpose: str) -> None:
        super().__init__(
            f"{path}: expected {companion} beside it, {purpose}; "
            "copy all files of the inference folder, or import the .tar as it was fetched"
        )
        self.path = path
        self.companion = companion


class WeightsOfUnknownNetwork(ColugoError):
    """The names in a file are of no network that Colugo has."""

    def __init__(self, path: str, names: Sequence[str], known: Sequence[str]) -> None:
        super().__init__(
            f"{path}: {len(names)} tensors, such as {_some(names)}, are of no network known here; "
            f"known are {', '.join(known)}"
        )
        self.path = path
        self.names = tuple(names)


class WeightsMismatch(ColugoError):
    """A file has not exactly the tensors of the network that it is loaded into."""

    def __init__(
        self, path: str, network: str, *, missing: Sequence[str] = (),
        unexpected: Sequence[str] = (), misshapen: Sequence[str] = (),
    ) -> None:  # fmt: skip
        parts = (("missing", missing), ("unexpected", unexpected), ("of another shape", misshapen))
        found = "; ".join(f"{len(names)} {what} ({_some(names)})" for what, names in parts if names)
        super().__init__(
            f"{path}: expected exactly the tensors of {network}, but {found}; "
            "name the right network with --as"
        )
        self.path = path
        self.network = network
        self.missing = tuple(missing)
        self.unexpected = tuple(unexpected)
        self.misshapen = tuple(misshapen)


class DownloadFailed(ColugoError):
    """An official file could not be fetched; the sentence says how to bring it by hand."""

    def __init__(self, url: str, reason: str, folder: str) -> None:
        super().__init__(
            f"could not fetch {url}: {reason}. What had come is kept and the same command goes "
            f"on from there. Without a network: fetch that address on another machine, put the "
            f"file into {folder}, and run the same command; or run `colugo models import FILE`"
        )
        self.url = url
        self.reason = reason
        self.folder = folder


class OfficialNameUnknown(ColugoError):
    """`models pull` was asked for a set of models that there is not."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"there are no official models named {name}; known: {', '.join(known)}")
        self.name = name
        self.known = tuple(known)


class PairsUnreadable(ColugoError):
    """A file of inputs and expected outputs cannot be used."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            f"{path}: {reason}; expected a .npz with arrays `input` and `output`, or `input_0`, "
            "`output_0`, `input_1`, …, or a text file with two .npy paths to a line"
        )
        self.path = path
        self.reason = reason


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    return f"{shown}, …" if len(names) > _SHOWN else shown
