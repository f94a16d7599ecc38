"""`colugo export`: writes a trained recognition network as an ONNX embedder."""

from pathlib import Path

import typer

from colugo.training.commands.recognition import Config, Overrides, out, read_config

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def export(config: Config, override: Overrides = None) -> None:
    """Write a trained network as an ONNX embedder with its preprocessing inside."""
    chosen = read_config(config, override)
    from colugo.training.recognition.exporting import export as write

    path = Path(chosen.general.save_inference_dir) / "inference.onnx"
    difference = write(chosen, path)
    out.print(f"{path}: differs from torch by {difference:.1e} at most")
    out.print(f'take it: embedder_model = "{path}" in colugo.toml, then colugo gallery rebuild')
