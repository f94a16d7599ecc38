"""Writes the card of a converted model: where it comes from and what is known of it."""

from dataclasses import dataclass
from pathlib import Path

from colugo.training.convert.load import Converted

_SHOWN = 5


@dataclass(frozen=True)
class ModelCard:
    """What is known about the source of a converted model."""

    source: str  # address or file name
    sha256: str

    def write(self, model: Path, converted: Converted, difference: float) -> None:
        """Write the card beside `model`, whole or not at all.

        Args:
            model: path of the .onnx file; the card has the ending .md.
            converted: what was converted.
            difference: between the file and torch, from the export.
        """
        card = model.with_suffix(".md")
        partial = card.with_suffix(".partial.md")
        partial.write_text(self.text(model.name, converted, difference), encoding="utf-8")
        partial.replace(card)

    def text(self, title: str, converted: Converted, difference: float) -> str:
        """The card as Markdown."""
        unit = " px" if converted.official.kind == "detector" else ""
        rows = [
            ("what it is", converted.official.title),
            ("kind", converted.official.kind),
            ("weights from", self.source),
            ("SHA-256 of that file", f"`{self.sha256}`"),
            ("tensors", f"{converted.tensors} taken, none missing, none unexpected"),
            ("left out", left_out_sentence(converted)),
            ("export", f"float32; differs from torch by {difference:.1e}{unit} at most"),
            ("licence of the weights", "PaddleClas publishes under Apache-2.0; check your source"),
        ]
        table = "\n".join(f"| {name} | {value} |" for name, value in rows)
        use = f"{converted.official.kind}_model"
        return (
            f"# {title}\n\n| | |\n| --- | --- |\n{table}\n\n"
            f'To use it, write `{use} = "{title}"`, with its folder, into `colugo.toml`; after a '
            "new embedder run `colugo gallery rebuild`.\n"
        )


def left_out_sentence(converted: Converted) -> str:
    """Name what of the file was not taken, the first few of it."""
    names = converted.left_out
    if not names:
        return "nothing"
    shown = ", ".join(f"`{name}`" for name in names[:_SHOWN])
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{shown}{more}: inference has no use for them"
