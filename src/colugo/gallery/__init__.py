"""Embeddings to products: search, and what a gallery says of itself. Knows no pixel, no price."""

from colugo.gallery.calibration import LeaveOneOut, leave_one_out, leave_out_of
from colugo.gallery.confidence import Confidence, fit_confidence
from colugo.gallery.evidence import RANKED, evidence_of
from colugo.gallery.exact import ExactIndex
from colugo.gallery.hnsw import HnswIndex
from colugo.gallery.index import Embeddings, Ids, Matches, Similarities, VectorIndex
from colugo.gallery.milvus import MilvusIndex
from colugo.gallery.scoring import (
    SCORINGS,
    MeanOfTop,
    Nearest,
    NearestCorrected,
    Scoring,
    get_scoring,
    score_products,
)

__all__ = [
    "RANKED",
    "SCORINGS",
    "Confidence",
    "Embeddings",
    "ExactIndex",
    "HnswIndex",
    "Ids",
    "LeaveOneOut",
    "Matches",
    "MeanOfTop",
    "MilvusIndex",
    "Nearest",
    "NearestCorrected",
    "Scoring",
    "Similarities",
    "VectorIndex",
    "evidence_of",
    "fit_confidence",
    "get_scoring",
    "leave_one_out",
    "leave_out_of",
    "score_products",
]
