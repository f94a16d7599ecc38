"""Reads the weights of the predecessor: numpy and the standard library, nothing unpickled."""

from colugo.legacy.weights.inference import read_inference, read_inference_tar
from colugo.legacy.weights.pdparams import read_pdopt, read_pdparams, read_pdstates
from colugo.legacy.weights.program import Variable, read_program

__all__ = [
    "Variable",
    "read_inference",
    "read_inference_tar",
    "read_pdopt",
    "read_pdparams",
    "read_pdstates",
    "read_program",
]
