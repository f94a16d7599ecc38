"""What can be wrong with what a shop is judged on."""

from colugo.errors.base import ColugoError


class EvaluationInvalid(ColugoError):
    """Pictures with answers cannot be read, or do not fit what is asked."""

    def __init__(self, subject: str, expected: str, got: str) -> None:
        super().__init__(f"{subject}: expected {expected}, got {got}: see docs/accuracy.md")
        self.subject = subject
        self.expected = expected
        self.got = got
