"""Choosing files, or dropping them: a button that a keyboard reaches. Reads no file."""

from collections.abc import Callable
from typing import Any, Final

from nicegui import ui

# Quasar's own button holds the field of the files, which a reader of the screen cannot name
_HEAD: Final = """<div class="row items-center q-pa-sm">
<q-btn outline color="primary" icon="upload" label="{label}" @click="props.pickFiles" />
<div aria-hidden="true" style="position:relative;width:0;height:0;overflow:hidden">
<q-uploader-add-trigger /></div></div>"""


def file_picker(label: str, accept: str, **handlers: Callable[..., Any] | int | bool) -> ui.upload:
    """A field for files, sent as soon as they are chosen.

    Args:
        label: of its button.
        accept: which files, as HTML has it.
        handlers: of `ui.upload`.
    """
    picker = ui.upload(auto_upload=True, **handlers)  # type: ignore[arg-type]
    picker.add_slot("header", _HEAD.format(label=label))
    return picker.props(f'flat bordered accept="{accept}"').classes("full-width")
