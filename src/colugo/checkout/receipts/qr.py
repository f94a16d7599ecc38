"""QR codes of links. Knows no receipt."""

import io
from typing import Any

from colugo.errors import ExtraMissing

_QUIET = 4  # modules of white around. Source: ISO/IEC 18004, section 9.1


def qr_svg(text: str) -> str:
    """The QR of a text as an SVG to stand in a page; empty for no text.

    Raises:
        ExtraMissing: segno is not installed.
    """
    if not text:
        return ""
    svg: str = _code(text).svg_inline(scale=4, border=_QUIET, light="#fff")
    return svg


def qr_picture(text: str) -> bytes:
    """The QR of a text as an SVG file of its own.

    Raises:
        ExtraMissing: segno is not installed.
    """
    file = io.BytesIO()
    _code(text).save(file, kind="svg", scale=4, border=_QUIET, light="#fff", xmldecl=False)
    return file.getvalue()


def qr_modules(text: str) -> list[list[bool]]:
    """The QR of a text as rows of modules, dark ones True, with the white around it.

    Raises:
        ExtraMissing: segno is not installed.
    """
    return [[bool(each) for each in row] for row in _code(text).matrix_iter(border=_QUIET)]


def _code(text: str) -> Any:
    try:
        import segno
    except ModuleNotFoundError as error:
        raise ExtraMissing("a receipt with a QR", "segno", "server") from error
    return segno.make(text, error="m", micro=False)
