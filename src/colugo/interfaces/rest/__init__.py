"""The network service: REST over the one shop. Translates and calls `checkout`; decides nothing."""

from colugo.interfaces.rest.app import create_app

__all__ = ["create_app"]
