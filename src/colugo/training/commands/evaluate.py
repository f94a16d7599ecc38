"""`colugo eval`: evaluates a trained recognition network on a config's query and gallery."""

from pathlib import Path

import typer
from rich.table import Table

from colugo.training.commands.recognition import Config, Overrides, out, read_config, watched

_PAIRS = 10  # of confused products on the screen

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def evaluate(config: Config, override: Overrides = None) -> None:
    """Evaluate a trained network on the query and gallery of a config."""
    chosen = read_config(config, override)
    from colugo.training.recognition.confusion_sheet import write_sheet
    from colugo.training.recognition.evaluation import evaluate as score
    from colugo.training.recognition.processes import joined
    from colugo.training.recognition.training import restored

    folder = Path(chosen.general.output_dir) / chosen.arch.name
    with joined(chosen.general.device) as processes, watched(folder / "eval.log") as (log, watch):
        network = restored(chosen).model.to(processes.device)
        found = score(network, chosen, processes, watch)
        if not processes.is_first:
            return
        figures = ", ".join(f"{name}: {value:.5f}" for name, value in found.scores.items())
        log(f"[Eval][Epoch 0][Avg]{figures}")
        for path in found.broken:
            log(f"[Eval] could not be read: {path}")
    table = Table("metric", "value")
    for name, value in (found.scores | found.open_set).items():
        table.add_row(name, f"{value:.5f}")
    out.print(table)
    if found.mistakes:
        pairs = Table("product", "taken for", "times", "share", title="most confused")
        for pair, *_ in found.mistakes[:_PAIRS]:
            row = (pair.true, pair.taken_for, pair.times, f"{pair.share:.0%}")
            pairs.add_row(*map(str, row))
        out.print(pairs)
        write_sheet(found.mistakes, folder / "confused.png")
        out.print(f"their pictures: {folder / 'confused.png'}")
