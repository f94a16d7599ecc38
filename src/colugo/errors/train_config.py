"""What can be wrong with a training config of PaddleClas."""

from colugo.errors.base import ColugoError


class TrainConfigInvalid(ColugoError):
    """A key of a training config is unknown, missing, or has a value that cannot be used."""

    def __init__(self, path: str, key: str, sentence: str) -> None:
        super().__init__(f"{path}: {key} {sentence}")
        self.path = path
        self.key = key
