"""Calls a Colugo service from Python. Needs the extra `client`; knows no server code."""

from colugo.client.client import Client
from colugo.client.shapes import PhotoFacts, ProductFacts, SceneFacts
from colugo.errors import ProblemAnswered, ServerUnreachable

__all__ = [
    "Client",
    "PhotoFacts",
    "ProblemAnswered",
    "ProductFacts",
    "SceneFacts",
    "ServerUnreachable",
]
