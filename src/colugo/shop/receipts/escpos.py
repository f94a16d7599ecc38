"""A receipt as the bytes that receipt printers take. Opens no printer.

Source: Epson ESC/POS Command Reference: ESC @ (initialise), FS & (Kanji mode, on printers for
China the GB18030 characters), ESC a (justify), GS ( k functions 165, 167, 169, 180 and 181 (QR),
ESC d (feed), GS V (cut).
"""

from colugo.shop.receipts.receipt import Receipt
from colugo.shop.receipts.text import Columns, as_text
from colugo.shop.receipts.words import Language, word

_INITIALISE = b"\x1b@"
_CHINESE = b"\x1c&"
_LEFT, _CENTRE = b"\x1ba\x00", b"\x1ba\x01"
_FEED_3 = b"\x1bd\x03"
_CUT = b"\x1dV\x42\x00"  # feed to the knife, then cut all but a point
_QR_MODEL_2 = b"\x1d(k\x04\x001A2\x00"
_QR_DOTS_6 = b"\x1d(k\x03\x001C\x06"
_QR_CORRECTION_M = b"\x1d(k\x03\x001E1"
_QR_PRINT = b"\x1d(k\x03\x001Q0"


def as_escpos(receipt: Receipt, language: Language = "zh", columns: Columns = 32) -> bytes:
    """The text of the receipt in GB18030, the QR of its link, feed and cut.

    Names hold no control characters here, so no product can command the printer.
    """
    text = as_text(receipt, language, columns).encode("gb18030")
    qr = b"" if not receipt.link else _qr(receipt.link, word("scan", language))
    return _INITIALISE + _CHINESE + _LEFT + text + qr + _FEED_3 + _CUT


def _qr(link: str, caption: str) -> bytes:
    content = link.encode()
    size = (len(content) + 3).to_bytes(2, "little")
    store = b"\x1d(k" + size + b"1P0" + content
    setup = _QR_MODEL_2 + _QR_DOTS_6 + _QR_CORRECTION_M
    return _CENTRE + setup + store + _QR_PRINT + caption.encode("gb18030") + b"\n" + _LEFT
