"""Pixels become boxes and embeddings. Knows numpy, OpenCV and the inference engine; no product."""

from colugo.vision.annotate import Mark, annotate
from colugo.vision.decode import DecodeLimits, decode, read_picture
from colugo.vision.defaults import default_detector, default_embedder
from colugo.vision.detector import Detector, DetectorSettings
from colugo.vision.embedder import Embedder, Embeddings
from colugo.vision.encode import encode, write_picture
from colugo.vision.engine import Engine, EngineOptions, open_engine
from colugo.vision.image import Boxes, Detections, Image, Pixels
from colugo.vision.label import Kind
from colugo.vision.preprocess import Placement, Preprocessing

__all__ = [
    "Boxes",
    "DecodeLimits",
    "Detections",
    "Detector",
    "DetectorSettings",
    "Embedder",
    "Embeddings",
    "Engine",
    "EngineOptions",
    "Image",
    "Kind",
    "Mark",
    "Pixels",
    "Placement",
    "Preprocessing",
    "annotate",
    "decode",
    "default_detector",
    "default_embedder",
    "encode",
    "open_engine",
    "read_picture",
    "write_picture",
]
