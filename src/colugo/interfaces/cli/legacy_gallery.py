"""`colugo build-gallery`, `predict-rec` and `predict-system`. Translates; decides nothing."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from colugo.checkout import Verdict
from colugo.checkout.legacy import (
    OurSystem,
    PaddleSystem,
    build_gallery,
    draw_recognised,
    lines_of,
    open_embedder,
    pictures_of,
    write_drawn,
)
from colugo.errors import InferenceConfigInvalid, PicturesNotRead, PictureUnusable
from colugo.interfaces.cli.context import Rules, out
from colugo.interfaces.cli.progress import progress_bar
from colugo.legacy.config_yaml import load_config_yaml
from colugo.legacy.inference_config import InferenceConfig, read_inference_config
from colugo.vision import Image, Mark, annotate, decode

ConfigFile = Annotated[
    Path, typer.Option("-c", "--config", metavar="FILE", help="The predecessor's YAML, unchanged.")
]
Overrides = Annotated[
    list[str] | None,
    typer.Option("-o", "--override", metavar="KEY=VALUE", help="Section.key=value; repeatable."),
]
Explain = Annotated[
    bool, typer.Option("--explain", help="Print what every key became, and do nothing.")
]


def build(config: ConfigFile, override: Overrides = None, explain: Explain = False) -> None:
    """Build a gallery (vector.index and id_map.pkl), add to it, or remove from it.

    IndexProcess.index_operation says which: new, append or remove. Lines that are there
    already are skipped and named. The files are written whole at the end, or not at all.
    """
    read = _read(config, override)
    if explain:
        return _explain(read)
    lines = lines_of(read)
    with progress_bar("embedding", len(lines)) as progress:
        done = build_gallery(read, lines, progress)
    out.print(
        f"{done.folder}: {done.added} pictures added, {done.removed} removed, {done.total} now"
    )
    for line in done.skipped:
        out.print(f"  line {line.line} was there already, skipped: {line.document}")
    for line in done.not_found:
        out.print(f"  line {line.line} is not in the gallery: {line.document}")
    if done.is_model_unknown:
        out.print("  the gallery does not say which model made it: be sure that it is this one")
    return None


def predict_rec(config: ConfigFile, override: Overrides = None, explain: Explain = False) -> None:
    """Print the vector of each picture of Global.infer_imgs: name, colon, tab, numbers."""
    read = _read(config, override)
    if explain:
        return _explain(read)
    model = open_embedder(read)
    problems: list[str] = []
    for path, image in _pictures(read, problems):
        (vector,) = model.embed([image])
        typer.echo(f"{path.name}:\t{_numbers(vector)}")  # rich would turn the tab into spaces
    return _refuse(problems)


def predict_system(
    config: ConfigFile,
    override: Overrides = None,
    rules: Annotated[
        Rules, typer.Option(help="colugo: a verdict for every box. paddle: as it always was.")
    ] = Rules.COLUGO,
    explain: Explain = False,
) -> None:
    """Find and name the products on each picture of Global.infer_imgs; draw them to output/.

    Every box gets a verdict: known, unsure with up to three candidates, or unknown. With
    --rules paddle the predecessor's rules and its printed list are kept exactly.
    """
    read = _read(config, override)
    if explain:
        return _explain(read)
    pictures_of(read)
    problems: list[str] = []
    system = PaddleSystem.open(read) if rules is Rules.PADDLE else OurSystem.open(read)
    for path, image in _pictures(read, problems):
        if isinstance(system, PaddleSystem):
            found, detect_ms = system.answer(image)
            drawn, printed = draw_recognised(image, found), repr(found)
        else:
            verdicts, detect_ms = system.answer(image)
            drawn, printed = annotate(image, [_mark(v) for v in verdicts]), _printed(verdicts)
        write_drawn(drawn, Path(read.globals.output_dir), path.name)
        out.print(f"Inference: {detect_ms} ms per batch image")
        out.print(printed)
    return _refuse(problems)


def _read(file: Path, overrides: Sequence[str] | None) -> InferenceConfig:
    values = load_config_yaml(file, overrides or (), InferenceConfigInvalid)
    return read_inference_config(str(file), values)


def _explain(config: InferenceConfig) -> None:
    for line in config.explain():
        out.print(line)


def _pictures(config: InferenceConfig, problems: list[str]) -> Iterator[tuple[Path, Image]]:
    """The pictures one by one; what cannot be used goes to `problems`."""
    paths = pictures_of(config)
    with progress_bar("pictures", len(paths)) as progress:
        for done, path in enumerate(paths, start=1):
            try:
                image = decode(path)
            except PictureUnusable as error:
                problems.append(str(error))
            else:
                yield path, image
            progress(done)


def _refuse(problems: Sequence[str]) -> None:
    if problems:
        raise PicturesNotRead(problems)


def _numbers(vector: np.ndarray[tuple[int], np.dtype[np.generic]]) -> str:
    return f"[{' '.join(map(str, vector))}]"


def _printed(verdicts: Sequence[Verdict]) -> str:
    return repr([_facts(verdict) for verdict in verdicts])


def _facts(verdict: Verdict) -> dict[str, object]:
    """The predecessor's keys, with the verdict and what else it may be."""
    return {
        "bbox": [round(edge) for edge in verdict.xyxy],
        "verdict": verdict.kind,
        "rec_docs": verdict.sku,
        "rec_scores": None if verdict.similarity is None else round(verdict.similarity, 7),
        "candidates": [(each.sku, round(each.similarity, 7)) for each in verdict.candidates],
    }


def _mark(verdict: Verdict) -> Mark:
    label = verdict.candidates[0].sku if verdict.candidates else ""
    return Mark(verdict.xyxy, verdict.kind, label)
