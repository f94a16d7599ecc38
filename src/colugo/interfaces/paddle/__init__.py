"""Paddle Serving's pipeline over HTTP, for clients of the predecessor. Decides nothing."""

from colugo.interfaces.paddle.pipeline import create_pipeline_app

__all__ = ["create_pipeline_app"]
