import grpc
import pytest

from colugo import errors
from colugo.errors import ColugoError
from colugo.interfaces.grpc.statuses import CODES, code_of, problem_of
from colugo.interfaces.rest.problems import STATUSES

_KINDS = [getattr(errors, name) for name in errors.__all__]
_NONE = {grpc.StatusCode.OK, grpc.StatusCode.UNKNOWN, grpc.StatusCode.UNIMPLEMENTED}


@pytest.mark.parametrize("kind", _KINDS, ids=lambda kind: kind.__name__)
def test_every_error_has_a_status(kind: type[ColugoError]) -> None:
    assert code_of(kind) not in _NONE


def test_every_status_of_http_has_one_of_grpc_and_none_is_left_over() -> None:
    assert {*STATUSES.values(), 422} == set(CODES)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (errors.NotSignedIn, grpc.StatusCode.UNAUTHENTICATED),
        (errors.SkuUnknown, grpc.StatusCode.NOT_FOUND),
        (errors.PhotoTaken, grpc.StatusCode.ALREADY_EXISTS),
        (errors.GalleryOfOtherModel, grpc.StatusCode.FAILED_PRECONDITION),
        (errors.NotAPicture, grpc.StatusCode.INVALID_ARGUMENT),
        (errors.DatabaseBusy, grpc.StatusCode.UNAVAILABLE),
        (errors.StorageFailed, grpc.StatusCode.INTERNAL),
        (errors.StorageFull, grpc.StatusCode.RESOURCE_EXHAUSTED),
    ],
)
def test_a_client_can_tell_what_to_do(kind: type[ColugoError], code: grpc.StatusCode) -> None:
    assert code_of(kind) is code


def test_places_on_the_server_stay_secret() -> None:
    problem = problem_of(errors.StorageFailed("/secret/place", "Input/output error"), "r1")

    assert "secret" not in str(problem)
    assert (problem.status, problem.request_id) == (500, "r1")
