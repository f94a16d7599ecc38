import pytest

from colugo.errors import ProductsFileInvalid
from colugo.shop import Money, Product, ProductRow, parse_products

from .samples import CNY, ean13

HEADING = "sku,name,price,barcode\n"


def problems_of(text: str | bytes) -> list[tuple[int, str]]:
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(ProductsFileInvalid) as raised:
        parse_products(content, CNY)
    return [(line, problem) for line, problem in raised.value.problems]


def test_every_line_becomes_a_product_with_its_line_number() -> None:
    text = "sku,name,price,barcode,active\n690,莫斯利安,5.50,4006381333931,\n\n691,茶,3,,no\n"

    rows = parse_products(text.encode(), CNY)

    assert rows == (
        ProductRow(2, Product("690", "莫斯利安", Money(550, CNY), ("4006381333931",))),
        ProductRow(4, Product("691", "茶", Money(300, CNY), is_active=False)),
    )


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_byte_order_mark_and_windows_line_ends_do_not_matter(mark: str, line_end: str) -> None:
    text = mark + line_end.join(["sku,name,price", "690,莫斯利安,5.50", "691,茶,3", ""])

    rows = parse_products(text.encode(), CNY)

    assert [(row.line, row.product.sku) for row in rows] == [(2, "690"), (3, "691")]


def test_columns_may_stand_in_any_order_and_letter_case() -> None:
    text = " Price ,BARCODES,sku,Name\n5.50,96385074,690,milk\n"

    ((_, product),) = parse_products(text.encode(), CNY)

    assert product == Product("690", "milk", Money(550, CNY), ("96385074",))


@pytest.mark.parametrize("cell", ["96385074;4006381333931", "96385074 4006381333931 ;"])
def test_several_barcodes_stand_in_one_cell(cell: str) -> None:
    text = f"{HEADING}690,milk,5.50,{cell}\n"

    ((_, product),) = parse_products(text.encode(), CNY)

    assert product.barcodes == ("96385074", "4006381333931")


def test_quotes_hold_commas_and_quotes() -> None:
    text = 'sku,name,price\n690,"tea, ""green""",5.50\n'

    ((_, product),) = parse_products(text.encode(), CNY)

    assert product.name == 'tea, "green"'


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    text = 'sku,name,price\n690,"two\nlines",5\n\n691,tea,-1\n'

    assert [line for line, _ in problems_of(text)] == [2, 5]


@pytest.mark.parametrize(
    "heading",
    ["sku,name", "sku;name;price", "sku,name,price,colour", "sku,name,price,sku", "690,milk,5.50"],
)
def test_wrong_columns_are_refused_with_the_expected_and_the_given_ones(heading: str) -> None:
    ((line, problem),) = problems_of(f"{heading}\n690,milk,5.50\n")

    assert line == 1
    assert "expected the columns sku,name,price" in problem
    assert f"got {heading}" in problem


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    ((line, problem),) = problems_of(content)

    assert line == 1
    assert "empty file" in problem


def test_a_heading_alone_is_no_products() -> None:
    assert parse_products(HEADING.encode(), CNY) == ()


def test_all_problems_of_all_lines_are_told_in_order() -> None:
    text = f"{HEADING}690,,5.555,1234\n691,tea,3,\n692,juice\n693,cola,1e3,\n"

    problems = problems_of(text)

    assert [line for line, _ in problems] == [2, 2, 2, 4, 5]
    words = ["name '' is empty", "too many decimals", "has 4 digits", "expected 4 cells", "plain"]
    assert all(word in problem for word, (_, problem) in zip(words, problems, strict=True))


def test_one_wrong_line_of_ten_thousand_is_named_and_nothing_else_comes_through() -> None:
    lines = [f"P{number},product {number},{number}.5,{ean13(number)}" for number in range(10_000)]
    lines[7_654] = "P7654,product,-1,"

    problems = problems_of(HEADING + "\n".join(lines))

    assert [line for line, _ in problems] == [7_656]


def test_a_sku_twice_is_named_by_both_lines() -> None:
    ((line, problem),) = problems_of(f"{HEADING}690,milk,5,\n691,tea,3,\n690,cream,6,\n")

    assert line == 4
    assert problem == "SKU '690' stands in line 2 already"


def test_a_barcode_twice_is_named_by_both_lines_even_as_upc_and_ean() -> None:
    text = f"{HEADING}690,milk,5,036000291452\n691,tea,3,0036000291452\n"

    ((line, problem),) = problems_of(text)

    assert line == 3
    assert problem == "barcode 0036000291452 stands in line 2 already"


def test_an_active_cell_of_other_words_is_refused() -> None:
    ((line, problem),) = problems_of("sku,name,price,active\n690,milk,5,maybe\n")

    assert line == 2
    assert "write yes or no" in problem


def test_a_quote_that_never_ends_is_named_by_the_line_where_it_begins() -> None:
    problems = problems_of('sku,name,price\n690,milk,5\n691,"tea,3\n692,juice,4\n')

    assert [line for line, _ in problems] == [3]
    assert "check the quotes" in problems[0][1]


def test_a_file_in_another_encoding_is_refused_and_not_guessed() -> None:
    content = "sku,name,price\n690,milk,5\n691,莫斯利安,5.50\n".encode("gb18030")

    ((line, problem),) = problems_of(content)

    assert line == 3
    assert "save the file as UTF-8" in problem


def test_a_file_known_to_be_gb18030_is_read_so() -> None:
    content = "sku,name,price\n690,莫斯利安,5.50\n".encode("gb18030")

    ((_, product),) = parse_products(content, CNY, encoding="gb18030")

    assert product.name == "莫斯利安"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_file_saved_as_unicode_text_is_refused(encoding: str) -> None:
    ((line, problem),) = problems_of("sku,name,price\n690,milk,5.50\n".encode(encoding))

    assert line == 1
    assert "save the file as UTF-8" in problem


def test_a_picture_given_by_mistake_is_refused() -> None:
    problems = problems_of(b"\xff\xd8\xff\xe0\x00\x10JFIF")

    assert problems[0][0] == 1


def test_the_sentence_shows_ten_problems_and_counts_the_rest() -> None:
    lines = "".join(f"P{number},,5,\n" for number in range(25))

    with pytest.raises(ProductsFileInvalid) as raised:
        parse_products((HEADING + lines).encode(), CNY)

    assert "nothing is changed" in str(raised.value)
    assert str(raised.value).count("line ") >= 10
    assert "and 15 more" in str(raised.value)
    assert len(raised.value.problems) == 25
