"""What can be wrong with a config of PaddleClas."""

from colugo.errors.base import ColugoError


class LegacyConfigInvalid(ColugoError):
    """A key of a config is unknown, missing, or has a value that cannot be used."""

    def __init__(self, path: str, key: str, sentence: str) -> None:
        super().__init__(f"{path}: {key} {sentence}")
        self.path = path
        self.key = key


class TrainConfigInvalid(LegacyConfigInvalid):
    """So it is in a training config."""


class InferenceConfigInvalid(LegacyConfigInvalid):
    """So it is in a config that builds a gallery or asks about pictures."""


class ServingConfigInvalid(LegacyConfigInvalid):
    """So it is in a `config.yml` of Paddle Serving."""
