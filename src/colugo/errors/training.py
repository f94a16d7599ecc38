"""What can go wrong while a model is trained, warm-started or exported."""

from colugo.errors.base import ColugoError


class WeightsUnreadable(ColugoError):
    """A file of starting weights cannot be used."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            f"expected starting weights at {path}, but {reason}: "
            "check the path in the recipe, or fetch the file again"
        )
        self.path = path
        self.reason = reason


class DatasetUnreadable(ColugoError):
    """A data set for training or measuring is missing or damaged."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            f"expected a data set at {path}, but {reason}: check the folder in the recipe"
        )
        self.path = path
        self.reason = reason


class RecipeInvalid(ColugoError):
    """A training recipe has an unknown key or a value out of its limits."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"recipe {path}: {reason}; the comments of recipes/ name every key")
        self.path = path
        self.reason = reason


class CheckpointMismatch(ColugoError):
    """A checkpoint was made with other settings or other data than the recipe asks for."""

    def __init__(self, path: str, expected: str, got: str) -> None:
        super().__init__(
            f"checkpoint {path} was made with {got}, the recipe asks for {expected}: "
            "name another output folder, or take the checkpoint away to start anew"
        )
        self.path = path
        self.expected = expected
        self.got = got


class ExportDiffers(ColugoError):
    """An exported network does not compute what the trained one does."""

    def __init__(self, path: str, largest_difference: float, allowed: float) -> None:
        super().__init__(
            f"the export {path} differs from the trained network by {largest_difference:.2e}, "
            f"allowed is {allowed:.0e}: it was not kept"
        )
        self.path = path
        self.largest_difference = largest_difference
        self.allowed = allowed


class DeviceMissing(ColugoError):
    """What should compute is not in this machine."""

    def __init__(self, device: str, instead: str) -> None:
        super().__init__(f"expected a {device}, but torch sees none; compute elsewhere: {instead}")
        self.device = device


class NothingEvaluated(ColugoError):
    """An evaluation has no pictures to ask or to compare with."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"nothing was evaluated: {reason}")
        self.reason = reason
