"""What can be wrong with a list of pictures for training."""

from colugo.errors.base import ColugoError


class PictureListInvalid(ColugoError):
    """A list of pictures and labels cannot be used as it is."""

    def __init__(self, path: str, line: int | None, problem: str) -> None:
        where = path if line is None else f"{path}, line {line}"
        super().__init__(f"{where}: {problem}")
        self.path = path
        self.line = line
        self.problem = problem


class TransformInvalid(ColugoError):
    """A step of `transform_ops` is unknown or has a parameter that it cannot take."""

    def __init__(self, step: str, problem: str) -> None:
        super().__init__(f"transform_ops: {step} {problem}")
        self.step = step
        self.problem = problem


class PictureSetInvalid(ColugoError):
    """A folder does not have the layout of the data set that it was said to be."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}; docs/training-data.md shows every layout")
        self.path = path
        self.problem = problem


class OpenSetInvalid(ColugoError):
    """Scores of known and unknown products, or labels found for queries, cannot be judged."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"open-set figures: {problem}")
        self.problem = problem
