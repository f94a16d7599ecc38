"""The service of `proto/colugo/v1` over gRPC. Translates; decides nothing. Extra: `server`."""

from colugo.interfaces.grpc.server import ColugoRpc

__all__ = ["ColugoRpc"]
