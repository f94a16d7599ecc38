import pytest

from colugo.legacy.literals import read_value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1", 0.1), ("3", 3), ("-2", -2), ("1.0/255.0", 1 / 255), ("2*(3+4)", 14),
        ("1e-5", 1e-5), ("[1, 2]", [1, 2]), ("{'a': 1}", {"a": 1}), ("'gpu'", "gpu"),
        ("None", None), ("null", None), ("True", True), ("true", True), ("False", False),
    ],
)  # fmt: skip
def test_literals_and_arithmetic_are_values(text: str, value: object) -> None:
    assert read_value(text) == value
    assert type(read_value(text)) is type(value)


@pytest.mark.parametrize(
    "text",
    ["gpu", "./output/", "max", "1/0", "__import__('os')", "9**9**9", "'a'*9", "True+1", "a.b"],
)
def test_everything_else_stays_text(text: str) -> None:
    assert read_value(text) == text
