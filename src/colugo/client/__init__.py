"""Calls a Colugo service from Python, REST or gRPC. Extra: `client`; knows no server code."""

from colugo.client.client import Client
from colugo.client.rpc import GrpcClient
from colugo.client.shapes import PhotoFacts, ProductFacts, SceneFacts
from colugo.errors import ProblemAnswered, ServerUnreachable

__all__ = [
    "Client",
    "GrpcClient",
    "PhotoFacts",
    "ProblemAnswered",
    "ProductFacts",
    "SceneFacts",
    "ServerUnreachable",
]
