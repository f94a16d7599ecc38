"""`predict-rec` and `predict-system`: pictures are asked about with the predecessor's files.

Two sets of rules: the predecessor's, exactly, and Colugo's own, where every box ends as a
verdict and nothing is dropped in silence.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from colugo.checkout.calibrate import RULE
from colugo.checkout.decide import decide
from colugo.checkout.legacy.models import LegacyEmbedder, open_detector, open_embedder
from colugo.checkout.legacy.paddle_rules import (
    Recognised,
    candidates,
    is_accepted,
    second_token,
    without_overlaps,
)
from colugo.checkout.verdict import Verdict
from colugo.errors import InferenceConfigInvalid, LegacyLabelMissing
from colugo.gallery import RANKED, Confidence, ExactIndex, fit_confidence, leave_one_out
from colugo.legacy.data_file import split_document
from colugo.legacy.gallery_files import LegacyGallery, read_gallery
from colugo.legacy.inference_config import InferenceConfig
from colugo.vision import Detector, Image

_WRONG_COST = 20.0  # as the setting of a shop
_CANDIDATES = 3


def open_gallery(config: InferenceConfig, model: LegacyEmbedder) -> LegacyGallery:
    """The gallery that the config names, made for this model.

    Raises:
        InferenceConfigInvalid: nobody named one.
        IndexMismatch: it is of another size, measure or model.
        VectorIndexUnreadable, IdMapUnreadable, GalleryFilesDisagree: by their names.
    """
    folder = config.need("IndexProcess.index_dir", config.index.index_dir)
    gallery = read_gallery(Path(folder))
    measure, model_id = config.index.measure, model.model_id
    gallery.refuse_other(dim=model.dim, measure=measure, model_id=model_id)
    return gallery


@dataclass(frozen=True)
class PaddleSystem:
    """Answers by the predecessor's rules."""

    config: InferenceConfig
    detector: Detector
    model: LegacyEmbedder
    gallery: LegacyGallery

    @classmethod
    def open(cls, config: InferenceConfig) -> "PaddleSystem":
        """Load networks and gallery. Raises as `open_gallery`, `open_embedder`."""
        model = open_embedder(config)
        gallery = open_gallery(config, model)
        # the best few above a threshold are the same as those above it of the best few
        detector = open_detector(config, score_threshold=config.globals.det_threshold)
        return cls(config, detector, model, gallery)

    def answer(self, image: Image) -> tuple[list[Recognised], float]:
        """What is on a picture, best first, and how many milliseconds the detector took.

        Raises:
            LegacyLabelMissing: a line of the gallery has no second word.
        """
        start = time.perf_counter()
        found = self.detector.detect(image)
        detect_ms = (time.perf_counter() - start) * 1000
        chosen = self.config.globals
        boxes = candidates(
            found.xyxy,
            found.scores,
            image.size_wh,
            max_results=chosen.max_det_results,
            threshold=chosen.det_threshold,
        )
        vectors = self.model.embed([image.crop(box) for box in boxes])
        scores, ids = self.gallery.index.search(vectors, self.config.index.return_k)
        index = self.config.index
        radius = index.hamming_radius if index.measure == "hamming" else None
        accepted = [
            Recognised(box, self._label(int(number)), score)
            for box, score, number in zip(boxes, scores[:, 0], ids[:, 0], strict=True)
            if number >= 0 and is_accepted(score, index.score_threshold, radius)
        ]
        return without_overlaps(accepted, chosen.rec_nms_threshold), detect_ms

    def _label(self, number: int) -> str:
        document = self.gallery.documents[number]
        label = second_token(document)
        if label is None:
            raise LegacyLabelMissing(self.gallery.folder, document, "the second word of the line")
        return label


@dataclass(frozen=True)
class OurSystem:
    """Answers by Colugo's rules: a verdict for every box, calibrated on the gallery."""

    detector: Detector
    model: LegacyEmbedder
    index: ExactIndex
    labels: dict[int, str]
    confidence: Confidence

    @classmethod
    def open(cls, config: InferenceConfig) -> "OurSystem":
        """Load networks and gallery, and calibrate on the gallery.

        Raises:
            InferenceConfigInvalid: the gallery is of bits or distances.
            LegacyLabelMissing: a line of the gallery has no label.
            and as `open_gallery`, `open_embedder`.
        """
        if config.index.measure != "IP":
            sentence = f"is {config.index.measure}: Colugo's rules need IP; use --rules paddle"
            raise InferenceConfigInvalid(config.path, "IndexProcess.dist_type", sentence)
        model = open_embedder(config)
        gallery = open_gallery(config, model)
        products, labels = _products(gallery, config.index.delimiter)
        vectors = gallery.index.vectors()
        index = ExactIndex(model.dim)
        if len(vectors):
            index.add(gallery.ids, products, vectors)
        confidence = fit_confidence(leave_one_out(vectors, products), RULE)
        return cls(open_detector(config), model, index, labels, confidence)

    def answer(self, image: Image) -> tuple[Sequence[Verdict], float]:
        """A verdict for every box, its SKUs being labels; and the detector's milliseconds."""
        start = time.perf_counter()
        found = self.detector.detect(image)
        detect_ms = (time.perf_counter() - start) * 1000
        vectors = self.model.embed([image.crop(box) for box in found.xyxy])
        matches = self.index.search(np.asarray(vectors, np.float32), RANKED)
        verdicts = decide(
            found, matches, self.confidence, self.labels, wrong_cost=_WRONG_COST,
            candidates=_CANDIDATES,
        )  # fmt: skip
        return verdicts, detect_ms


def _products(
    gallery: LegacyGallery, delimiter: str
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], dict[int, str]]:
    """The product of every vector, and the label of every product."""
    by_label: dict[str, int] = {}
    products = np.zeros(len(gallery.ids), np.int64)
    for row, number in enumerate(gallery.ids.tolist()):
        document = gallery.documents[number]
        _, label = split_document(document, delimiter)
        if not label:
            rule = f"nothing behind {delimiter!r}"
            raise LegacyLabelMissing(gallery.folder, document, rule)
        products[row] = by_label.setdefault(label, len(by_label))
    return products, {product: label for label, product in by_label.items()}
