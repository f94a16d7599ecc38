"""What the server does beside its methods: health, reflection, deadlines, TLS."""

import datetime
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from google.protobuf.descriptor_pool import DescriptorPool
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
    ProtoReflectionDescriptorDatabase,
)

from colugo import Shop
from colugo.errors import StorageFailed, TlsUnusable
from colugo.interfaces.grpc import ColugoRpc
from colugo.interfaces.tls import Tls
from colugo.v1.colugo_pb2 import RecogniseRequest
from colugo.v1.colugo_pb2_grpc import ColugoStub
from tests.checkout.coloured_shop import RED, picture
from tests.interfaces.rest.conftest import token_of

from .conftest import LEFT, bearer, channel_to, refusal

Code = grpc.StatusCode
_SERVING = health_pb2.HealthCheckResponse.SERVING
_NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


def until(wanted: int, stub: Any, service: str = "") -> int:
    """Watch the health until it is as wanted; gives it."""
    request = health_pb2.HealthCheckRequest(service=service)
    return next(each.status for each in stub.Watch(request, timeout=30) if each.status == wanted)


@pytest.mark.parametrize("service", ["", "colugo.v1.Colugo"])
def test_it_is_well_once_the_networks_are_loaded(channel: grpc.Channel, service: str) -> None:
    stub = health_pb2_grpc.HealthStub(channel)

    assert until(_SERVING, stub, service) == _SERVING


def test_it_is_not_well_while_the_database_does_not_answer(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise StorageFailed("/secret/place", "Input/output error")

    monkeypatch.setattr(shop, "products", fail)
    with channel_to(ColugoRpc(shop)) as channel:
        stub = health_pb2_grpc.HealthStub(channel)
        status = stub.Check(health_pb2.HealthCheckRequest()).status

    assert status == _NOT_SERVING


def test_a_server_that_stops_says_so_before_it_is_gone(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    rpc = ColugoRpc(shop)
    with channel_to(rpc) as channel:
        watching = health_pb2_grpc.HealthStub(channel).Watch(
            health_pb2.HealthCheckRequest(), timeout=30
        )
        seen = iter(each.status for each in watching)
        assert any(status == _SERVING for status in seen)
        rpc.stop(5)

        assert next(seen) == _NOT_SERVING


def test_its_methods_are_found_by_reflection_without_a_token(channel: grpc.Channel) -> None:
    database = ProtoReflectionDescriptorDatabase(channel)

    service = DescriptorPool(database).FindServiceByName("colugo.v1.Colugo")

    assert set(service.methods_by_name) == {"Recognise", "RecogniseFrames", "Enrol", "Search"}
    assert "grpc.health.v1.Health" in database.get_services()


def test_who_shows_no_token_holds_no_more_than_a_few_threads(channel: grpc.Channel) -> None:
    ask = reflection_pb2.ServerReflectionRequest(list_services="")
    over = threading.Event()

    def asking() -> Iterator[reflection_pb2.ServerReflectionRequest]:
        yield ask
        over.wait(30)

    stub = reflection_pb2_grpc.ServerReflectionStub(channel)
    opened = [stub.ServerReflectionInfo(asking()) for _ in range(4)]
    for each in opened:
        next(each)
    code, _ = refusal(lambda: next(stub.ServerReflectionInfo(iter([ask]))))
    over.set()

    assert code is Code.RESOURCE_EXHAUSTED


def test_what_nobody_waits_for_any_more_is_not_begun(
    shop: Shop, stub: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end, asked = threading.Event(), threading.Event(), list[object]()
    recognise: Callable[..., Any] = shop.recognise

    def slowly(scene: object, **more: object) -> object:
        asked.append(scene)
        begun.set()
        assert may_end.wait(30)
        return recognise(scene, **more)

    monkeypatch.setattr(shop, "recognise", slowly)
    request, metadata = RecogniseRequest(picture=picture()), bearer(token_of(shop, "device"))
    holding = [stub.Recognise.future(request, metadata=metadata) for _ in range(32)]
    assert begun.wait(30)

    code, _ = refusal(lambda: stub.Recognise(request, metadata=metadata, timeout=0.2))
    may_end.set()
    for each in holding:
        each.result(timeout=60)

    assert code is Code.DEADLINE_EXCEEDED
    assert len(asked) == 32


def test_a_call_that_runs_is_finished_when_the_server_stops(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end = threading.Event(), threading.Event()
    recognise: Callable[..., Any] = shop.recognise

    def slowly(scene: object, **more: object) -> object:
        begun.set()
        assert may_end.wait(30)
        return recognise(scene, **more)

    monkeypatch.setattr(shop, "recognise", slowly)
    rpc = ColugoRpc(shop)
    request, metadata = RecogniseRequest(picture=picture()), bearer(token_of(shop, "device"))
    with channel_to(rpc) as channel:
        running = ColugoStub(channel).Recognise.future(request, metadata=metadata)
        assert begun.wait(30)
        ended = rpc.stop(30)
        late, _ = refusal(
            lambda: ColugoStub(channel).Recognise(request, metadata=metadata, timeout=5)
        )
        may_end.set()
        ended.wait(30)

        assert running.result(timeout=30).is_settled
        assert late in {Code.UNAVAILABLE, Code.CANCELLED}  # as the connection still is, or not


def test_by_tls_a_scene_is_recognised_and_without_it_nothing(shop: Shop, tmp_path: Path) -> None:
    tls = pair(tmp_path)
    rpc = ColugoRpc(shop)
    port = rpc.listen("127.0.0.1", 0, tls)
    rpc.start()
    request, metadata = (
        RecogniseRequest(picture=picture((RED, LEFT))), bearer(token_of(shop, "device")),
    )  # fmt: skip
    trusted = grpc.ssl_channel_credentials(tls.certificate.read_bytes())

    with (
        grpc.secure_channel(f"localhost:{port}", trusted) as secure,
        grpc.insecure_channel(f"localhost:{port}") as plain,
    ):
        scene = ColugoStub(secure).Recognise(request, metadata=metadata)
        code, _ = refusal(lambda: ColugoStub(plain).Recognise(request, metadata=metadata))
    rpc.stop(None).wait()

    assert scene.total_minor == 550
    assert code is Code.UNAVAILABLE


def test_tls_with_files_that_do_not_fit_is_refused_in_words(tmp_path: Path) -> None:
    one, other = pair(tmp_path), pair(tmp_path, "other")

    for certificate, key in (
        (one.certificate, None), (None, one.key), (one.certificate, other.key),
        (one.certificate, tmp_path / "none.pem"), (one.key, one.key),
    ):  # fmt: skip
        with pytest.raises(TlsUnusable, match="give both files"):
            Tls.of(certificate, key)
    assert Tls.of(None, None) is None


def pair(folder: Path, name: str = "server") -> Tls:
    """A certificate of localhost, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    files = Tls(folder / f"{name}.pem", folder / f"{name}.key")
    files.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files
