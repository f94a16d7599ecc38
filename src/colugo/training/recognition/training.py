"""Trains a recognition network from a PaddleClas config: settings, data, network, loop."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.parallel import DistributedDataParallel
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from colugo.errors import NothingEvaluated, PictureListInvalid
from colugo.legacy.train_config import TrainConfig
from colugo.training.recognition.checkpoint import Checkpoint, fingerprint
from colugo.training.recognition.curves import append_row, write_picture
from colugo.training.recognition.data import Batch, Batches
from colugo.training.recognition.evaluation import Watch, evaluate, unwatched
from colugo.training.recognition.lists import check_labels
from colugo.training.recognition.network import Learner, build_learner, load_into, read_state
from colugo.training.recognition.optimizer import (
    build_optimizer,
    learning_rate,
    set_learning_rate,
)
from colugo.training.recognition.processes import Processes

Log = Callable[[str], None]
_NO_BEST = 0.0


class Training:
    """One training. `run` goes on where `Global.checkpoints` stopped, bit for bit on the CPU."""

    def __init__(
        self, config: TrainConfig, processes: Processes, log: Log = print, watch: Watch = unwatched
    ) -> None:
        # settings
        self.config, self.processes, self._watch, self._write_log = config, processes, watch, log
        general = config.general
        if general.threads:
            torch.set_num_threads(general.threads)
        self.folder = Path(general.output_dir) / config.arch.name

        # data
        if config.data.train is None:
            raise NothingEvaluated("the config has no DataLoader.Train to train on")
        self.batches = Batches(
            config.data.train, seed=general.seed, rank=processes.rank, world=processes.world
        )
        listed = list(self.batches.listed)
        check_labels(config.data.train.dataset, listed, config.arch.head.class_num)
        if not len(self.batches):
            problem = f"{len(listed)} pictures make no batch of {self._batch_size}, and drop_last"
            raise PictureListInvalid(config.data.train.dataset.cls_label_path, None, problem)
        self.fingerprint = fingerprint(listed)
        if config.data.evaluation is not None and general.eval_during_train:
            for part in (config.data.evaluation.query, config.data.evaluation.gallery):
                Batches(part)  # what is wrong with its list shows now, not after an epoch

        # network
        torch.manual_seed(general.seed)
        learner = build_learner(config.arch).to(processes.device)
        self.learner: Learner = learner.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        if general.pretrained_model:
            path = Path(general.pretrained_model)
            load_into(self.learner.model, model_state(path), path)
        self.optimizer = build_optimizer(self.learner, config.optimizer)
        self.average: AveragedModel | None = None
        if general.ema_decay:
            keep = get_ema_multi_avg_fn(general.ema_decay)  # type: ignore[no-untyped-call]
            self.average = AveragedModel(self.learner, multi_avg_fn=keep, use_buffers=True)
        self.epoch, self.best = 0, _NO_BEST
        if general.checkpoints:
            self._resume(Path(general.checkpoints))
        self._parallel: nn.Module = self.learner
        if processes.world > 1:
            self._parallel = DistributedDataParallel(self.learner)

    @property
    def judged(self) -> nn.Module:
        """What is evaluated: the averaged network where there is one."""
        learner: Any = self.learner if self.average is None else self.average.module
        model: nn.Module = learner.model
        return model

    def run(self) -> None:
        """Train the epochs that are left, evaluate and keep checkpoints."""
        torch.set_flush_denormal(True)  # numbers next to nothing cost a CPU twice the time
        try:
            self._run_epochs()
        finally:
            torch.set_flush_denormal(False)  # it counts for the whole process

    def _run_epochs(self) -> None:
        if self.processes.is_first:
            self.folder.mkdir(parents=True, exist_ok=True)
        while self.epoch < self.config.general.epochs:
            self.epoch += 1
            row = {"epoch": float(self.epoch), **self._train_epoch()}
            is_best = False
            if self._is_judged():
                scores = self._evaluate()
                row |= scores
                first = next(iter(scores.values()))
                is_best, self.best = first > self.best, max(first, self.best)
                self._log(f"[Eval][Epoch {self.epoch}][best metric: {self.best:.5f}]")
            if self.processes.is_first:
                append_row(self.folder / "curve.csv", row)
                self._save(is_best)
        if self.processes.is_first:
            write_picture(self.folder / "curve.csv", self.folder / "curve.png")

    def _train_epoch(self) -> dict[str, float]:
        total, seen, broken = 0.0, 0, 0
        steps = len(self.batches)
        begun = last = time.monotonic()
        watched: Iterable[Batch] = self._watch(
            self.batches.epoch(self.epoch), f"epoch {self.epoch}", steps
        )
        rate = 0.0
        for number, batch in enumerate(watched):
            reader_s = time.monotonic() - last
            broken += len(batch.broken)
            rate = self._rate((self.epoch - 1) * steps + number)
            if len(batch.labels) > 1:  # a batch norm learns nothing of one picture
                loss = self._step(batch, rate)
                total, seen = total + loss * len(batch.labels), seen + len(batch.labels)
                if number % self.config.general.print_batch_step == 0:
                    cost_s = time.monotonic() - last
                    left = (self.config.general.epochs - self.epoch + 1) * steps - number
                    eta_s = left * (time.monotonic() - begun) / (number + 1)
                    self._log(_train_line(self, number, rate, loss, cost_s, reader_s, eta_s))
            last = time.monotonic()
        if broken:
            self._log(f"[Train][Epoch {self.epoch}] {broken} pictures could not be read")
        if not seen:
            raise NothingEvaluated("no picture of DataLoader.Train could be read")
        return {"loss": total / seen, "lr": rate}

    def _step(self, batch: Batch, rate: float) -> float:
        device = self.processes.device
        self.learner.train()
        set_learning_rate(self.optimizer, rate)
        images = batch.images.to(device, memory_format=torch.channels_last)
        labels = batch.labels.to(device)
        with torch.autocast(device.type, torch.bfloat16, enabled=self.config.general.amp):
            logits = self._parallel(images, labels)
            smoothing = self.config.loss.train[0]["CELoss"].epsilon or 0.0
            loss = F.cross_entropy(logits.float(), labels, label_smoothing=smoothing)
        self.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self.optimizer.step()
        if self.average is not None:
            self.average.update_parameters(self.learner)
        return float(loss.detach())

    def _rate(self, step: int) -> float:
        return learning_rate(
            self.config.optimizer.lr, step, epochs=self.config.general.epochs,
            steps_per_epoch=len(self.batches),
        )  # fmt: skip

    def _is_judged(self) -> bool:
        general = self.config.general
        wanted = general.eval_during_train and self.config.data.evaluation is not None
        return wanted and self.epoch % general.eval_interval == 0

    def _evaluate(self) -> dict[str, float]:
        self.processes.share_buffers(self.judged)
        found = evaluate(self.judged, self.config, self.processes, self._watch)
        figures = ", ".join(f"{name}: {value:.5f}" for name, value in found.scores.items())
        self._log(f"[Eval][Epoch {self.epoch}][Avg]{figures}")
        for path in found.broken:
            self._log(f"[Eval] could not be read: {path}")
        return found.scores

    def _save(self, is_best: bool) -> None:
        checkpoint = Checkpoint(
            self.config.model_dump(mode="json", by_alias=True), self.fingerprint, self.epoch,
            self.best, self.learner.state_dict(), self.optimizer.state_dict(),
            None if self.average is None else self.average.state_dict(), torch.get_rng_state(),
        )  # fmt: skip
        names = ["latest", *(["best_model"] if is_best else [])]
        interval = self.config.general.save_interval
        if interval and self.epoch % interval == 0:
            names.append(f"epoch_{self.epoch}")
        for name in names:
            checkpoint.save(self.folder / f"{name}.pt")

    def _resume(self, path: Path) -> None:
        checkpoint = Checkpoint.load(path)
        checkpoint.check_same_network(path, self.config)
        self.learner.load_state_dict(checkpoint.learner)
        self.optimizer.load_state_dict(checkpoint.optimizer)
        if self.average is not None and checkpoint.average is not None:
            self.average.load_state_dict(checkpoint.average)
        torch.set_rng_state(checkpoint.rng)
        self.epoch, self.best = checkpoint.epoch, checkpoint.best
        if checkpoint.fingerprint != self.fingerprint:
            self._log("the list of pictures has changed since the checkpoint")

    @property
    def _batch_size(self) -> int:
        assert self.config.data.train is not None
        return self.config.data.train.sampler.batch_size

    def _log(self, line: str) -> None:
        if self.processes.is_first:
            self._write_log(line)


def model_state(path: Path) -> dict[str, torch.Tensor]:
    """The tensors of backbone and neck in a file of ours or of PaddleClas; the head is left.

    The averaged network is taken where a checkpoint has one.

    Raises:
        WeightsUnreadable: no such file, or it holds no weights.
    """
    state = read_state(path)
    return {name.removeprefix("model."): value for name, value in state.items()}


def restored(config: TrainConfig) -> Learner:
    """The network of a config with the weights that `Global.pretrained_model` names.

    Raises:
        WeightsUnreadable: none are named, or they are of another network.
    """
    named = config.general.pretrained_model or f"{config.general.output_dir}/RecModel/best_model"
    arch = config.arch.model_copy(
        update={"backbone": config.arch.backbone.model_copy(update={"pretrained": False})}
    )
    learner = build_learner(arch)
    load_into(learner.model, model_state(Path(named)), Path(named))
    return learner


def _train_line(
    training: Training, number: int, rate: float, loss: float, cost_s: float, reader_s: float,
    eta_s: float,
) -> str:  # fmt: skip
    """One line of the log, as PaddleClas writes it (spec 2.4)."""
    general = training.config.general
    place = f"[Epoch {training.epoch}/{general.epochs}][Iter: {number}/{len(training.batches)}]"
    minutes, seconds = divmod(round(eta_s), 60)
    eta = f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    ips = training._batch_size / max(cost_s, 1e-9)
    return (
        f"[Train]{place}lr: {rate:.5f}, CELoss: {loss:.5f}, loss: {loss:.5f}, "
        f"batch_cost: {cost_s:.5f}s, reader_cost: {reader_s:.5f}, ips: {ips:.5f} images/sec, "
        f"eta: {eta}"
    )
