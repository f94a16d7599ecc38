"""Reads the INSERT statements of a MySQL dump (mysqldump, Navicat). No SQL engine.

A statement is cut into texts, numbers, nulls and signs; what is not an INSERT into the table
asked for is passed over up to its semicolon, so that a semicolon inside a text ends nothing.
Source: MySQL 5.7 reference manual, "String Literals" and "Comment Syntax".
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

Value = str | None  # numbers stay text, exact as they were written

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<comment>--[ \t][^\n]*|--(?=\n)|\#[^\n]*|/\*.*?\*/)
    |(?P<text>'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*")
    |(?P<name>`(?:[^`]|``)*`)
    |(?P<word>[^\W\d][\w$.]*)
    |(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<sign>[^\w\s'"`])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "b": "\b", "Z": "\x1a"}
_ESCAPED = re.compile(r"\\(.)|''|\"\"", re.DOTALL)


class DumpProblem(Exception):
    """A line cannot be read. The caller, who knows the file, makes a sentence of it."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line
        self.problem = problem


class _QuoteOpen(DumpProblem):
    """The dump ends inside a text."""


class _NoMore(DumpProblem):
    """All that came before was right."""


@dataclass(frozen=True, slots=True)
class DumpRow:
    """One row of a table and the line that it begins on; the first is 1.

    `columns` are those that the INSERT names, empty where it names none.
    """

    line: int
    columns: tuple[str, ...]
    values: tuple[Value, ...]


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


def read_inserts(sql: str, table: str) -> Iterator[DumpRow]:
    """Every row that the dump inserts into a table, in order.

    Raises:
        DumpProblem: a statement about the table, or the text around it, cannot be read.
    """
    statement: list[_Token] = []
    try:
        for token in _tokens(sql):
            statement.append(token)
            if _is_end(token):
                yield from _rows(statement, table)
                statement = []
    except _QuoteOpen as error:
        # it is found where the file ends; what is wrong begins where the sentence breaks
        _refuse_earlier(statement, table, error.line)
        raise
    if _is_about(statement, table):
        _refuse_earlier(statement, table, statement[-1].line)
        raise DumpProblem(statement[0].line, "the statement has no end (;)")


def columns_of(sql: str, table: str) -> tuple[str, ...]:
    """Columns of the table as its CREATE TABLE names them; empty where there is none."""
    statement: list[_Token] = []
    with suppress(_QuoteOpen):  # who reads the rows says where
        for token in _tokens(sql):
            statement.append(token)
            if _is_end(token):
                names = [_plain(each) for each in statement[:3]]
                if [*(name.upper() for name in names[:2]), *names[2:]] == [
                    "CREATE",
                    "TABLE",
                    table,
                ]:
                    return tuple(_column_names(statement[3:]))
                statement = []
    return ()


def _tokens(sql: str) -> Iterator[_Token]:
    position, line = 0, 1
    while position < len(sql):
        match = _TOKEN.match(sql, position)
        if match is None:
            rest = sql[position : position + 30].split("\n")[0]
            raise _QuoteOpen(line, f"a quote is opened and never closed: {rest!r}")
        kind = str(match.lastgroup)
        if kind not in ("space", "comment"):
            yield _Token(kind, match[0], line)
        line += match[0].count("\n")
        position = match.end()


def _is_end(token: _Token) -> bool:
    return token.kind == "sign" and token.text == ";"


def _plain(token: _Token) -> str:
    return token.text[1:-1].replace("``", "`") if token.kind == "name" else token.text


def _is_about(statement: Sequence[_Token], table: str) -> bool:
    heads = [_plain(token) for token in statement[:3]]
    words = [word.upper() for word in heads[:2]]
    return words in (["INSERT", "INTO"], ["REPLACE", "INTO"]) and heads[2:] == [table]


def _rows(statement: Sequence[_Token], table: str) -> Iterator[DumpRow]:
    if not _is_about(statement, table):
        return
    rest = list(statement[3:])
    columns: tuple[str, ...] = ()
    if rest[0].text == "(":
        end = next((i for i, token in enumerate(rest) if token.text == ")"), 0)
        columns = tuple(_plain(token) for token in rest[1:end] if token.text != ",")
        rest = rest[end + 1 :]
    if rest[0].text.upper() not in ("VALUES", "VALUE"):
        raise DumpProblem(rest[0].line, f"expected VALUES, got {rest[0].text[:30]!r}")
    yield from _tuples(rest[1:], columns)


def _refuse_earlier(statement: Sequence[_Token], table: str, line: int) -> None:
    """Raise what is wrong with the beginning of a statement that does not end."""
    with suppress(_NoMore):
        list(_rows([*statement, _Token("end", "", line)], table))


def _tuples(tokens: Sequence[_Token], columns: tuple[str, ...]) -> Iterator[DumpRow]:
    """Read `(value, value), (…);`."""
    place = 0
    while True:
        _expect(tokens[place], "(")
        line, values = tokens[place].line, []
        while tokens[place].text in ("(", ",") and tokens[place].kind == "sign":
            values.append(_value(tokens[place + 1]))
            place += 2
        _expect(tokens[place], ")")
        yield DumpRow(line, columns, tuple(values))
        place += 1
        if tokens[place].text == ";":
            return
        _expect(tokens[place], ",")
        place += 1


def _expect(token: _Token, sign: str) -> None:
    _refuse_end(token)
    if token.kind != "sign" or token.text != sign:
        raise DumpProblem(token.line, f"expected {sign!r}, got {token.text[:30]!r}")


def _value(token: _Token) -> Value:
    _refuse_end(token)
    if token.kind == "text":
        return _ESCAPED.sub(_unescape, token.text[1:-1])
    if token.kind == "number":
        return token.text
    if token.text.upper() == "NULL":
        return None
    raise DumpProblem(token.line, f"expected a value, got {token.text[:30]!r}")


def _refuse_end(token: _Token) -> None:
    if token.kind == "end":
        raise _NoMore(token.line, "the statement has no end (;)")


def _unescape(match: re.Match[str]) -> str:
    letter: str | None = match[1]
    return match[0][0] if letter is None else _ESCAPES.get(letter, letter)


def _column_names(tokens: Sequence[_Token]) -> Iterator[str]:
    """The quoted names that begin a line of a CREATE TABLE, outside inner brackets."""
    depth = 0
    for before, token in pairwise(tokens):
        depth += {"(": 1, ")": -1}.get(before.text, 0) if before.kind == "sign" else 0
        if depth == 1 and before.text in ("(", ",") and token.kind == "name":
            yield _plain(token)
