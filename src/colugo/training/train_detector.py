"""Trains a detector: `python -m colugo.training.train_detector RECIPE`.

Reads top to bottom: settings, scenes, network, loop. Carries on from last.pt in the
recipe's output folder when it is there; sets of scenes may have come or gone since.
"""

import csv
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import torch
from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from torch import nn

from colugo.evaluation.boxes import DetectionScores
from colugo.training.assigners import ASSIGNERS
from colugo.training.data.detection import PictureCache, fingerprint, read_scenes, split
from colugo.training.data.detection_batches import (
    Batch,
    BatchPlan,
    SceneViews,
    number_scenes,
    open_batches,
)
from colugo.training.detector_loop import (
    Average,
    Checkpoint,
    Clock,
    build_network,
    build_optimizer,
    learning_rate,
    new_network,
    set_learning_rate,
    set_training,
)
from colugo.training.detector_recipe import DetectorRecipe
from colugo.training.detector_runner import normalised, score_sets, torch_detector
from colugo.training.losses.detection import LossWeights, detection_loss

console = Console()


class Training:
    """One training: settings, scenes, network and loop, in this order."""

    def __init__(self, recipe: DetectorRecipe) -> None:
        # settings
        torch.set_num_threads(recipe.threads)
        self.recipe = recipe
        recipe.output.mkdir(parents=True, exist_ok=True)

        # scenes
        parts = {
            str(one.folder): split(read_scenes(one.folder), recipe.fold) for one in recipe.sets
        }
        self.train_sets = {name: train for name, (train, _) in parts.items()}
        self.measured_sets = {
            str(one.folder): parts[str(one.folder)][1] for one in recipe.sets if one.measure
        }
        self.fingerprint = fingerprint(scene for part in self.train_sets.values() for scene in part)
        self.cache = PictureCache(recipe.cache_mb, max(640, recipe.input_px))

        # network
        self.network = build_network(recipe).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.optimizer = build_optimizer(self.network, recipe)
        self.average = Average(self.network, recipe.ema_decay)
        self.assigner = ASSIGNERS[recipe.assigner]()
        self.weights = LossWeights(**recipe.loss.model_dump())
        self.clock = Clock(recipe)
        self.scores: dict[str, dict[str, float]] = {}
        if self.last.exists():
            self._resume()

    @property
    def last(self) -> Path:
        """The newest checkpoint."""
        return self.recipe.output / "last.pt"

    def run(self) -> None:
        """Train until the minutes or the steps are used up."""
        recipe, clock = self.recipe, self.clock
        scenes, groups = number_scenes(
            self.train_sets, {str(one.folder): one.weight for one in recipe.sets}
        )
        self.cache.fill(scenes)
        saved = measured = clock.elapsed_s
        with _progress() as progress:
            task = progress.add_task("training", total=1.0, facts="")
            for until, mosaic in ((recipe.mosaic_until, recipe.mosaic), (1.0, 0.0)):
                plan = BatchPlan(
                    groups, batch=recipe.batch, sizes_px=recipe.sizes_px,
                    seed=recipe.seed, skip=clock.step,
                )  # fmt: skip
                views = SceneViews(scenes, self.cache, mosaic)
                batches = open_batches(views, plan, recipe.workers)
                while clock.progress < until:
                    loss, rate = self.step(next(batches))
                    facts = f"step {clock.step} · {rate:.1f} pictures/s · loss {loss:.3f}"
                    progress.update(task, completed=clock.progress, facts=facts)
                    if clock.elapsed_s - measured > 60 * recipe.measure_every_minutes:
                        self.measure(facts)
                        measured = clock.elapsed_s
                    if clock.elapsed_s - saved > 60 * recipe.save_every_minutes:
                        self.save()
                        saved = clock.elapsed_s
                        console.print(f"{clock.progress:4.0%} {facts}")
        self.measure("end")
        self.save()

    def step(self, batch: Batch) -> tuple[float, float]:
        """Learn from one batch; gives its loss and pictures per second."""
        started, recipe, clock = time.monotonic(), self.recipe, self.clock
        set_learning_rate(self.optimizer, learning_rate(recipe, clock.step, clock.progress))
        set_training(self.network, recipe)
        images = normalised(batch.images)
        with torch.autocast("cpu", torch.bfloat16, enabled=recipe.precision == "bf16"):
            raw = self.network(images)
        loss = detection_loss(raw, batch.boxes, self.assigner, self.weights).total
        self.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), recipe.clip_norm)
        self.optimizer.step()
        self.average.update(self.network, clock.step)
        clock.step += 1
        return float(loss.detach()), len(images) / (time.monotonic() - started)

    def measure(self, facts: str) -> None:
        """Score the averaged network on the kept-out scenes; adds a line to curve.csv."""
        network = new_network(self.recipe)
        network.load_state_dict(self.average.state)
        detector = torch_detector(network, self.recipe.input_px)
        scores = score_sets(detector, self.measured_sets, self.cache)
        self.scores = {name: vars(one) for name, one in scores.items()}
        minutes = self.clock.elapsed_s / 60
        for name, one in scores.items():
            where = f"{minutes:5.1f} min {facts}"
            console.print(f"{where} · {Path(name).name} AP50 {one.ap50:.3f} AP {one.ap:.3f}")
        _append(self.recipe.output / "curve.csv", self.clock.step, minutes, scores)

    def save(self) -> None:
        """Write last.pt."""
        Checkpoint(
            {
                "recipe": self.recipe.model_dump(mode="json"),
                "fingerprint": self.fingerprint,
                "scores": self.scores,
                "step": self.clock.step,
                "elapsed_s": self.clock.elapsed_s,
                "network": self.network.state_dict(),
                "average": self.average.state,
                "optimizer": self.optimizer.state_dict(),
            }
        ).save(self.last)

    def _resume(self) -> None:
        checkpoint = Checkpoint.load(self.last)
        checkpoint.check_same_network(self.last, self.recipe)
        content = checkpoint.content
        self.network.load_state_dict(content["network"])
        self.average.state = content["average"]
        self.optimizer.load_state_dict(content["optimizer"])
        self.scores = content["scores"]
        self.clock = Clock(self.recipe, step=content["step"], elapsed_s=content["elapsed_s"])
        if content["fingerprint"] != self.fingerprint:
            console.print("the sets of scenes have changed since the checkpoint")


def _progress() -> Progress:
    return Progress(
        *Progress.get_default_columns()[:3], TimeElapsedColumn(), TimeRemainingColumn(),
        TextColumn("{task.fields[facts]}"), console=console,
    )  # fmt: skip


def _append(path: Path, step: int, minutes: float, scores: Mapping[str, DetectionScores]) -> None:
    is_new = not path.exists()
    with path.open("a", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        if is_new:
            writer.writerow(["step", "minutes", "set", "ap50", "ap", "ar"])
        for name, one in scores.items():
            row = [step, f"{minutes:.1f}", name]
            writer.writerow([*row, *(f"{value:.4f}" for value in vars(one).values())])


if __name__ == "__main__":
    Training(DetectorRecipe.load(Path(sys.argv[1]))).run()
