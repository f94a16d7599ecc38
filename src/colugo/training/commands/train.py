"""`colugo train`: trains a recognition network from a PaddleClas config."""

from pathlib import Path

import typer

from colugo.training.commands.recognition import (
    Config,
    Explain,
    Overrides,
    out,
    print_explained,
    read_config,
    watched,
)

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def train(config: Config, override: Overrides = None, explain: Explain = False) -> None:
    """Train a recognition network from a PaddleClas config."""
    chosen = read_config(config, override)
    if explain:
        print_explained(chosen)
        return
    from colugo.training.recognition.processes import joined
    from colugo.training.recognition.training import Training

    folder = Path(chosen.general.output_dir) / chosen.arch.name
    with joined(chosen.general.device) as processes, watched(folder / "train.log") as (log, watch):
        training = Training(chosen, processes, log, watch)
        training.run()
        if processes.is_first:
            out.print(f"trained {training.epoch} epochs, best {training.best:.5f}: {folder}")
