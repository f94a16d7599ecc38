"""What can be wrong with a model file or with the engine that should run it."""

from colugo.errors.base import ColugoError


class ModelUnusable(ColugoError):
    """A model file cannot be used; each subclass says why."""

    def __init__(self, path: str, sentence: str) -> None:
        super().__init__(f"{path}: {sentence}")
        self.path = path


class ModelMissing(ModelUnusable):
    """There is no model file at the path."""

    def __init__(self, path: str) -> None:
        super().__init__(
            path,
            "expected a model file (.onnx), but there is none; check the path, "
            "or install Colugo again if it is one of the default models",
        )


class ModelUnreadable(ModelUnusable):
    """The file is there, but it is not an ONNX model that the engine can load."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            path, f"expected an ONNX model, but {reason}; export the model or copy it again"
        )
        self.reason = reason


class ModelMetadataMissing(ModelUnusable):
    """The ONNX file does not say how pictures are prepared for it."""

    def __init__(self, path: str) -> None:
        super().__init__(
            path,
            "expected a `colugo` entry among the model's metadata, but there is none; "
            "export the model with colugo.training, which writes it",
        )


class ModelMetadataWrong(ModelUnusable):
    """A field of the metadata is missing or holds something else than it should."""

    def __init__(self, path: str, field: str, expected: str, got: str) -> None:
        super().__init__(
            path,
            f"metadata field `{field}`: expected {expected}, got {got}; export the model again",
        )
        self.field = field
        self.expected = expected
        self.got = got


class ModelKindWrong(ModelUnusable):
    """An embedder stands where a detector is needed, or the other way round."""

    def __init__(self, path: str, expected_kind: str, got_kind: str) -> None:
        super().__init__(
            path, f"expected a model of kind {expected_kind}, got {got_kind}; check the settings"
        )
        self.expected_kind = expected_kind
        self.got_kind = got_kind


class ModelInputWrong(ModelUnusable):
    """The network does not take the pictures that its metadata promises."""

    def __init__(self, path: str, given: str, reason: str) -> None:
        super().__init__(
            path,
            f"expected the network to take {given} as its metadata says, but the engine refuses "
            f"({reason}); export the model again",
        )
        self.given = given
        self.reason = reason


class ModelOutputWrong(ModelUnusable):
    """The network gave something else than its metadata promises."""

    def __init__(self, path: str, expected: str, got: str) -> None:
        super().__init__(
            path, f"expected the network to give {expected}, got {got}; export the model again"
        )
        self.expected = expected
        self.got = got


class EngineMissing(ColugoError):
    """An inference engine was asked for that is not installed."""

    def __init__(self, engine: str, install_command: str) -> None:
        super().__init__(
            f"the inference engine {engine} is not installed; "
            f"install it with `{install_command}` or ask for another engine"
        )
        self.engine = engine
        self.install_command = install_command


class EngineOptionWrong(ColugoError):
    """An option of the inference engine has a value that it cannot have here."""

    def __init__(self, option: str, expected: str, got: str) -> None:
        super().__init__(f"engine option `{option}`: expected {expected}, got {got!r}")
        self.option = option
        self.expected = expected
        self.got = got
