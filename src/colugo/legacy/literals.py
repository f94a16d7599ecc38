"""Reads values as people write them in configs: literals and arithmetic. Evaluates no code."""

import ast
import operator
from collections.abc import Callable
from typing import Any

_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_NAMES = {"null": None, "~": None, "true": True, "false": False}


def read_value(text: str) -> Any:
    """A literal or arithmetic of numbers as its value; everything else stays text.

    `0.1`, `[1,2]`, `None`, `True` and `1.0/255.0` are values; `gpu` and `./output` are text.
    """
    stripped = text.strip()
    if stripped in _NAMES:
        return _NAMES[stripped]
    try:
        return _value(ast.parse(stripped, mode="eval").body)
    except (ValueError, SyntaxError, ZeroDivisionError, MemoryError, RecursionError):
        return stripped


def _value(node: ast.expr) -> Any:
    """The value of a node.

    Raises:
        ValueError: it is neither a literal nor arithmetic of numbers.
    """
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        return _BINARY[type(node.op)](_number(node.left), _number(node.right))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_number(node.operand)
    return ast.literal_eval(node)


def _number(node: ast.expr) -> int | float:
    value = _value(node)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("arithmetic is for numbers")
    return value
