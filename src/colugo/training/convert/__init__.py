"""Turns official Paddle weights into networks and model files of ours."""

from colugo.training.convert.load import Converted, convert, fill, read_official
from colugo.training.convert.networks import NETWORKS, OfficialNetwork, recognise

__all__ = [
    "NETWORKS",
    "Converted",
    "OfficialNetwork",
    "convert",
    "fill",
    "read_official",
    "recognise",
]
