import pytest

from colugo.legacy.mysql_dump import DumpProblem, columns_of, read_inserts


def rows(sql: str) -> list[tuple[str | None, ...]]:
    return [row.values for row in read_inserts(sql, "t")]


def test_values_are_texts_numbers_as_written_and_nulls() -> None:
    assert rows("INSERT INTO `t` VALUES ('1', null, 'tea', 3.50, NULL, -7);") == [
        ("1", None, "tea", "3.50", None, "-7")
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"'it\'s'", "it's"),
        ("'it''s'", "it's"),
        (r"'a\\'", "a\\"),
        (r"'a\nb\t\"c\"'", 'a\nb\t"c"'),
        (r'"it\'s"', "it's"),
        ("'a;b -- c /* d */'", "a;b -- c /* d */"),
        ("'（1903）'", "（1903）"),
        ("'two\nlines'", "two\nlines"),
        ("''", ""),
    ],
)
def test_texts_are_unescaped_as_mysql_does(written: str, read: str) -> None:
    assert rows(f"INSERT INTO t VALUES ({written});") == [(read,)]


def test_one_statement_may_hold_many_rows_each_with_its_line() -> None:
    sql = "INSERT INTO `t` (`a`,`b`) VALUES\n(1,'x'),\n(2,'y');"

    found = list(read_inserts(sql, "t"))

    assert [(row.line, row.columns, row.values) for row in found] == [
        (2, ("a", "b"), ("1", "x")),
        (3, ("a", "b"), ("2", "y")),
    ]


def test_other_tables_comments_and_settings_are_passed_over() -> None:
    sql = (
        "-- INSERT INTO t VALUES (0);\n/*!40101 SET NAMES utf8 */;\nSET @a = 1;\n"
        "INSERT INTO `other` VALUES ('INSERT INTO t VALUES (9);');\nINSERT INTO t VALUES (1);\n"
    )

    assert rows(sql) == [("1",)]


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("INSERT INTO t VALUES (1, 'tea);", "never closed"),
        ("INSERT INTO t VALUES (1, 'tea'", "has no end"),
        ("INSERT INTO t VALUES (1, 'te'a');", "expected '\\)'|never closed"),
        ("INSERT INTO t VALUES (1 'tea');", "expected '\\)', got"),
        ("INSERT INTO t VALUES (1, tea);", "expected a value, got 'tea'"),
        ("INSERT INTO t VALUES 1;", "expected '\\(', got '1'"),
        ("INSERT INTO t SELECT 1;", "expected VALUES, got 'SELECT'"),
        ("INSERT INTO t;", "expected VALUES, got ';'"),
        ("INSERT INTO t VALUES (,);", "expected a value, got ','"),
        ("INSERT INTO t VALUES (1) (2);", "expected ',', got '\\('"),
    ],
)
def test_a_broken_line_is_named_by_its_number(broken: str, words: str) -> None:
    with pytest.raises(DumpProblem, match=words) as problem:
        rows(f"-- a dump\nINSERT INTO t VALUES (0, 'x');\n{broken}\n")

    assert problem.value.line == 3


def test_a_quote_too_few_is_named_where_it_is_and_not_at_the_end_of_the_dump() -> None:
    lines = [f"INSERT INTO t VALUES ({n}, 'tea', 'x');" for n in range(20)]
    lines[4] = "INSERT INTO t VALUES (4, 'tea, 'x');"

    with pytest.raises(DumpProblem) as problem:
        rows("\n".join(lines))

    assert problem.value.line == 5


def test_columns_are_those_of_the_structure() -> None:
    sql = (
        "DROP TABLE IF EXISTS `t`;\nCREATE TABLE `t` (\n  `a` int(11) NOT NULL,\n"
        "  `b` decimal(5,2) DEFAULT NULL COMMENT 'x, y',\n  PRIMARY KEY (`a`)\n) ENGINE=InnoDB;"
    )

    assert columns_of(sql, "t") == ("a", "b")
    assert columns_of("CREATE TABLE `u` (`a` int);", "t") == ()
