"""Marks that several test files share."""

import pytest

from colugo.errors import NoChineseFont
from colugo.synth.fonts import chinese_faces


def _has_chinese_font() -> bool:
    try:
        return bool(chinese_faces())
    except NoChineseFont:
        return False


needs_fonts = pytest.mark.skipif(
    not _has_chinese_font(), reason="no Chinese font is installed: apt-get install fonts-noto-cjk"
)
