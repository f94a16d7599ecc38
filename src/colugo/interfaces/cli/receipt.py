"""A recognised scene as a table for people. Decides nothing."""

from rich.table import Table
from rich.text import Text

from colugo.checkout import Recognition, Shop


def as_table(shop: Shop, recognition: Recognition) -> Table:
    """The list that people read: lines, then what is asked and what is unknown, the total."""
    basket = recognition.basket
    table = Table("product", "quantity", "unit price", "total", show_footer=True)
    for column in table.columns[1:]:
        column.justify = "right"
    for line in basket.lines:
        price, total = line.product.price.format(), line.total.format()
        table.add_row(Text(line.product.name), str(line.quantity), price, total)
    for verdict in recognition.unsure:
        names = "\n  or ".join(shop.product(each.sku).name for each in verdict.candidates)
        table.add_row(Text(f"? {names}", style="yellow"), "1", "?", "?")
    for verdict in recognition.unknown:
        left, top, right, bottom = (round(edge) for edge in verdict.xyxy)
        place = f"× unknown, at {left},{top} to {right},{bottom}"
        table.add_row(Text(place, style="red"), "1", "?", "?")
    open_count = len(recognition.unsure) + len(recognition.unknown)
    table.columns[0].footer = "total" if not open_count else f"total without {open_count} open"
    table.columns[1].footer = str(sum(line.quantity for line in basket.lines))
    table.columns[3].footer = basket.total.format()
    return table
