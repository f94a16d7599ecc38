"""A receipt as one HTML page that needs nothing else: no script, no font, no picture."""

from html import escape

from colugo.shop.receipts.receipt import Receipt, ReceiptLine
from colugo.shop.receipts.text import quantity_text, sums
from colugo.shop.receipts.words import Language, word

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 28em; margin: 1em auto; padding: 0 1em }
table { width: 100%; border-collapse: collapse }
td, th { padding: .2em 0; text-align: left; font-weight: normal; vertical-align: top }
td:last-child { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
tbody { border-top: 1px solid #767676 }
small { color: #595959 }
figure { margin: 1em 0; text-align: center }
tr.sum > * { font-weight: bold; font-size: 1.25em }
tr.off { color: #595959; font-size: .8em }
""".strip()


def as_html(receipt: Receipt, language: Language = "zh", qr_svg: str = "") -> str:
    """The page. Every text from outside is escaped; colours keep a contrast of 4.5 and more.

    `qr_svg` is the picture of the receipt's link, an SVG element, for those who print the page.
    """
    title = f"{receipt.store_name} · {word(receipt.kind, language)}"
    lang = "zh-CN" if language == "zh" else "en"
    lines = "\n".join(_line(line, language) for line in receipt.lines)
    to_pay = word("payable" if receipt.rounding.minor else "total", language)
    rows = "\n".join(
        _row(escape(label), amount, "sum" if label == to_pay else "")
        for label, amount in sums(receipt, language)
    )
    reason = (
        f"<p>{word('reason', language)}: {escape(receipt.reason)}</p>" if receipt.reason else ""
    )
    return f"""<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>
{_STYLE}
</style>
</head>
<body>
<h1>{escape(receipt.store_name)}</h1>
<p>{word(receipt.kind, language)}<br>
{word("order", language)} <small>{receipt.order_id}</small><br>
{word("counter", language)} {escape(receipt.counter_id)} ·
<time datetime="{receipt.at.isoformat()}">{receipt.at:%Y-%m-%d %H:%M}</time></p>
<table>
<tbody>
{lines}
</tbody>
<tbody>
{rows}
</tbody>
</table>
{reason}
{_figure(qr_svg, language)}
</body>
</html>
"""


def _figure(qr_svg: str, language: Language) -> str:
    if not qr_svg:
        return ""
    return f"<figure>{qr_svg}<figcaption>{word('scan', language)}</figcaption></figure>"


def _line(line: ReceiptLine, language: Language) -> str:
    name = f"{escape(line.name_in(language))}<br><small>{quantity_text(line)}</small>"
    rows = [_row(name, line.amount.decimal_text())]
    for discount in line.discounts:
        text = discount.name_en if language == "en" and discount.name_en else discount.name
        rows.append(_row(escape(text), (-discount.amount).decimal_text(), "off"))
    return "\n".join(rows)


def _row(label: str, amount: str, kind: str = "") -> str:
    opened = f'<tr class="{kind}">' if kind else "<tr>"
    return f'{opened}<th scope="row">{label}</th><td>{amount}</td></tr>'
