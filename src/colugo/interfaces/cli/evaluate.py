"""`colugo evaluate ...`: judge recognition on pictures whose answers are known."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer
from rich.table import Table

from colugo.checkout import Shop
from colugo.evaluation.baskets import JudgedBasket, LevelScores, Mode, judge_baskets, score_baskets
from colugo.evaluation.detection import FoundScene, judge_detector, open_detectors
from colugo.evaluation.page import Case, page, table_html, table_markdown, write_report
from colugo.evaluation.photo_sets import NamedPhoto, read_photos
from colugo.evaluation.recognition import Mistake, PhotoScores, confused_pairs, judge_photos
from colugo.evaluation.scene_sets import read_judged_scenes
from colugo.evaluation.second_looks import SecondScores, judge_again
from colugo.evaluation.trial_shop import trial_shop
from colugo.interfaces.cli.context import ShopFolder, open_shop, out, print_table
from colugo.interfaces.cli.progress import progress_bar
from colugo.interfaces.scene_facts import marks
from colugo.vision import Image, Mark, annotate, decode
from colugo.vision.defaults import model_path

app = typer.Typer(
    help="Judge recognition on pictures whose answers are known.", no_args_is_help=True
)

Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FOLDER", help="Write report.html and report.json here."),
]
Models = Annotated[
    list[Path] | None,
    typer.Option("--model", metavar="FILE.onnx", help="Judge it, too; may be repeated."),
]
_CASES = 24
_BASKET_HEADS = (
    "level", "scenes", "cAcc", "ACD", "mCCD", "mCIoU", "mAP50", "mmAP", "right unasked", "asked",
    "wrong of charged", "over / 1000", "under / 1000",
)  # fmt: skip
_PHOTO_HEADS = (
    "model", "photos", "products", "queries", "recall@1", "recall@5", "AUROC", "AUROC similarity",
    "false at 95 %", "false at 99 %",
)  # fmt: skip
_AGAIN = 1_000  # queries looked at again: 25 ms each, and 20 for every photo of the gallery
_AGAIN_HEADS = (
    "photos", "queries", "doubtful", "recall@1", "with second look", "recall@5",
    "with second look", "settled", "wrong of settled", "ms",
)  # fmt: skip
_NOTES = {
    "fixed": "The score threshold is the detector's own, fixed; every picture counts.",
    "rpctool": "As rpctool: the threshold of each level is the best one on these very answers, "
    "and pictures without a box are dropped. For comparison only.",
}


@app.command()
def baskets(
    scenes: Annotated[
        list[Path],
        typer.Argument(metavar="SCENES", help="COCO JSON, or folders with annotations.json."),
    ],
    gallery: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Judge a new shop of one sub-folder per SKU instead."),
    ] = None,
    photos: Annotated[
        int, typer.Option(min=1, metavar="N", help="Photos of each product from --gallery.")
    ] = 5,
    mode: Annotated[str, typer.Option(metavar="MODE", help="fixed, or rpctool.")] = "fixed",
    report: Out = None,
    shop: ShopFolder = None,
) -> None:
    """Recognise whole scenes: are they counted right, and what would errors have cost?"""
    if mode not in _NOTES:
        raise typer.BadParameter("--mode is fixed or rpctool")
    chosen: Mode = mode  # type: ignore[assignment]  # checked above
    wanted = [scene for source in scenes for scene in read_judged_scenes(source)]
    if gallery is None:
        with open_shop(shop) as opened:
            _judge_baskets(opened, wanted, chosen, report)
        return
    with TemporaryDirectory() as folder:
        enrolled = read_photos(gallery)
        with (
            progress_bar("enrolling", len(enrolled)) as show,
            trial_shop(Path(folder) / "shop", gallery, photos, show) as opened,
        ):
            _judge_baskets(opened, wanted, chosen, report)


@app.command()
def recognition(
    photos: Annotated[
        list[Path],
        typer.Argument(metavar="PHOTOS", help="Folders of one sub-folder per product, or lists."),
    ],
    model: Models = None,
    seed: Annotated[int, typer.Option(min=0, help="Draws other photos for the gallery.")] = 0,
    second_look: Annotated[
        bool, typer.Option("--second-look", help="Look again at up to 1,000 of the queries, too.")
    ] = False,
    report: Out = None,
) -> None:
    """Look up single photos among 1, 2, 5 and 10 of each product, and some that are not there."""
    wanted = [photo for source in photos for photo in read_photos(source)]
    models = {"default": model_path("embedder.onnx"), **{path.stem: path for path in model or []}}
    with progress_bar("embedding", len(wanted) * len(models)) as show:
        done = dict.fromkeys(models, 0)

        def progress(name: str, number: int) -> None:
            done[name] = number
            show(sum(done.values()))

        judged = judge_photos(models, wanted, progress, seed=seed)
    rows = [_photo_row(name, scores) for name, each in judged.items() for scores, _ in each]
    _print(_PHOTO_HEADS, rows)
    mistakes = judged["default"][-1][1]
    pairs = confused_pairs(mistakes)[:10]
    for one, other, times in pairs:
        out.print(f"taken for each other {times} times: {one}, {other}")
    counts = [scores.photos for scores, _ in judged["default"]] if second_look else []
    again = _looked_again(wanted, counts, seed)
    if report is not None:
        facts = {name: [scores.facts() for scores, _ in each] for name, each in judged.items()}
        cases = [_mistake(each) for each in mistakes[:_CASES]]
        notes = [f"Photos of gallery and queries are disjoint, drawn by seed {seed}; a third of "
                 "the products is left out for the columns on strangers."]  # fmt: skip
        tables = [table_html(_PHOTO_HEADS, rows)]
        more: dict[str, Any] = {"models": facts, "confused": pairs}
        if again:
            looked = [_again_row(scores) for scores in again]
            tables.append(table_html(_AGAIN_HEADS, looked))
            more["second_look"] = [scores.facts() for scores in again]
            more["second_look_table"] = table_markdown(_AGAIN_HEADS, looked)
        text = page("Recognition", notes, tables, cases)
        _write(report, text, more, _PHOTO_HEADS, rows)


@app.command()
def detection(
    scenes: Annotated[
        list[Path],
        typer.Argument(metavar="SCENES", help="COCO JSON, or folders with annotations.json."),
    ],
    model: Models = None,
    report: Out = None,
) -> None:
    """Find products, whatever they are: average precision, recall by size and overlap."""
    wanted = [scene for source in scenes for scene in read_judged_scenes(source)]
    detectors = open_detectors(
        {"default": model_path("detector.onnx"), **{path.stem: path for path in model or []}}
    )
    judged = {}
    for name, detector in detectors.items():
        with progress_bar(name, len(wanted)) as show:
            judged[name] = judge_detector(detector, wanted, show)
    kinds = list(next(iter(judged.values())).recall)
    heads = ("model", "scenes", "AP50", "AP", "AR", *kinds)
    rows = [
        (name, str(len(wanted)), *(f"{n:.3f}" for n in vars(each.scores).values()),
         *(f"{each.recall[kind][0]:.3f}" for kind in kinds))
        for name, each in judged.items()
    ]  # fmt: skip
    _print(heads, rows)
    if report is not None:
        worst = sorted(judged["default"].scenes, key=lambda s: -(s.missed + s.extra))[:_CASES]
        cases = [_found(each) for each in worst if each.missed + each.extra]
        notes = ["Recall by size and overlap is at the detector's own score threshold."]
        text = page("Detection", notes, [table_html(heads, rows)], cases)
        facts = {name: each.facts() for name, each in judged.items()}
        _write(report, text, {"models": facts}, heads, rows)


def _looked_again(
    photos: Sequence[NamedPhoto], counts: Sequence[int], seed: int
) -> list[SecondScores]:
    if not counts:
        return []
    with progress_bar("looking again", _AGAIN * len(counts)) as show:
        again = judge_again(photos, counts, seed=seed, most=_AGAIN, progress=show)
    _print(_AGAIN_HEADS, [_again_row(scores) for scores in again])
    return again


def _again_row(scores: SecondScores) -> tuple[str, ...]:
    shares = (scores.recall1, scores.recall1_second, scores.recall5, scores.recall5_second,
              scores.settled, scores.wrong)  # fmt: skip
    numbers = (str(n) for n in (scores.photos, scores.queries, scores.doubtful))
    return (*numbers, *(f"{each:.3f}" for each in shares), f"{scores.ms:.1f}")


def _judge_baskets(shop: Shop, wanted: Sequence[Any], mode: Mode, report: Path | None) -> None:
    with progress_bar("recognising", len(wanted)) as show:
        judged = judge_baskets(shop, wanted, show)
    skus = {sku for each in judged for sku in (*each.scene.there, *each.charged)}
    prices = {p.sku: p.price.minor for p in shop.products(limit=1_000_000) if p.sku in skus}
    scores = score_baskets(judged, prices, mode)
    rows = [_basket_row(each) for each in scores]
    _print(_BASKET_HEADS, rows)
    out.print(_NOTES[mode])
    if report is not None:
        worst = sorted(judged, key=lambda each: -each.errors)[:_CASES]
        cases = [_scene(shop, each) for each in worst if each.errors]
        text = page("Whole baskets", [_NOTES[mode]], [table_html(_BASKET_HEADS, rows)], cases)
        facts = {"mode": mode, "levels": [each.facts() for each in scores]}
        _write(report, text, facts, _BASKET_HEADS, rows)


def _scene(shop: Shop, judged: JudgedBasket) -> Case:
    drawn = annotate(decode(judged.scene.path), marks(shop, judged.recognition))
    off = [
        f"{sku} {judged.guessed.get(sku, 0)} of {judged.scene.there.get(sku, 0)}"
        for sku in sorted({*judged.guessed, *judged.scene.there})
        if judged.guessed.get(sku, 0) != judged.scene.there.get(sku, 0)
    ]
    return Case([drawn], f"{judged.scene.path.name}: {', '.join(off)}")


def _found(each: FoundScene) -> Case:
    boxes = [(float(x0), float(y0), float(x1), float(y1)) for x0, y0, x1, y1 in each.found.xyxy]
    drawn = annotate(decode(each.scene.path), [Mark(box, "unsure", "") for box in boxes])
    words = f"{each.scene.path.name}: {each.missed} missed, {each.extra} too many"
    return Case([drawn], words)


def _mistake(each: Mistake) -> Case:
    images: list[Image] = [decode(photo.path) for photo in (each.query, each.taken_for)]
    words = f"{each.query.product} taken for {each.taken_for.product} ({each.similarity:.2f})"
    return Case(images, words)


def _basket_row(scores: LevelScores) -> tuple[str, ...]:
    guess = scores.guess
    shares = (guess.cacc, guess.acd, guess.mccd, guess.mciou, scores.map50, scores.mmap,
              scores.settled_right, scores.asked, scores.wrong_lines)  # fmt: skip
    money = (f"{minor / 100:.2f}" for minor in (scores.over_minor, scores.under_minor))
    return (scores.level, str(guess.pictures), *(f"{each:.3f}" for each in shares), *money)


def _photo_row(name: str, scores: PhotoScores) -> tuple[str, ...]:
    shares = (scores.recall1, scores.recall5, scores.auroc, scores.auroc_similarity,
              scores.false95, scores.false99)  # fmt: skip
    numbers = (str(n) for n in (scores.photos, scores.products, scores.queries))
    return (name, *numbers, *(f"{each:.3f}" for each in shares))


def _print(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = Table(*heads)
    for row in rows:
        table.add_row(*row)
    print_table(table)


def _write(
    folder: Path, text: str, facts: dict[str, Any], heads: Sequence[str],
    rows: Sequence[Sequence[str]],
) -> None:  # fmt: skip
    write_report(folder, text, facts | {"table": table_markdown(heads, rows)})
    out.print(f"wrote {folder / 'report.html'} and report.json")
