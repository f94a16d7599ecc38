"""Paddle Serving's pipeline over HTTP and gRPC, for clients of the predecessor. Decides nothing."""

from colugo.interfaces.paddle.answering import Pipeline
from colugo.interfaces.paddle.pipeline import create_pipeline_app
from colugo.interfaces.paddle.rpc import create_pipeline_rpc

__all__ = ["Pipeline", "create_pipeline_app", "create_pipeline_rpc"]
