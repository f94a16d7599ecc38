"""The methods of `colugo.v1.Colugo`: what is asked of a shop, and its answer. Decides nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from colugo.checkout import Shop
from colugo.checkout.sales import AskedOnce, answer_once
from colugo.errors import ColugoError, SearchInvalid
from colugo.interfaces import acts
from colugo.interfaces.admission import now
from colugo.interfaces.gallery_shapes import SceneOut
from colugo.interfaces.grpc.edge import Call
from colugo.interfaces.grpc.frames import Streams
from colugo.interfaces.grpc.statuses import problem_of
from colugo.shop import Product
from colugo.shop.idempotency import Answer, fingerprint
from colugo.shop.people import Action
from colugo.v1.colugo_pb2 import (
    Enrolled,
    EnrolRequest,
    Frame,
    FrameAnswer,
    RecogniseRequest,
    Scene,
    SearchAnswer,
    SearchRequest,
)
from colugo.wire import message_of

_FOUND, _MOST_FOUND = 20, 100
_DONE: Final = 200  # what is kept with the answer of a key; the body is what counts


# Who may call what; a method that is not here is not served. One test holds the two together.
ACTIONS: Final[Mapping[str, Action]] = {
    "Recognise": "recognise",
    "RecogniseFrames": "recognise",
    "Enrol": "enrol_photos",
    "Search": "read_catalogue",
}


class Service:
    """The service on one shop; each method is in `proto/colugo/v1/colugo.proto`.

    Who calls was let in by the `Doorman`, which also turns errors into statuses.
    """

    def __init__(self, shop: Shop, streams: Streams) -> None:
        """Answer for `shop`, which stays open meanwhile."""
        self._shop, self._streams = shop, streams

    def Recognise(self, request: RecogniseRequest, _: Call) -> Scene:  # noqa: N802
        """Recognise one picture."""
        store_id = request.store_id if request.HasField("store_id") else None
        return _scene(
            *acts.recognise(self._shop, request.picture, draw=request.draw, store_id=store_id)
        )

    def RecogniseFrames(  # noqa: N802
        self, requests: Iterator[Frame], call: Call
    ) -> Iterator[FrameAnswer]:
        """Recognise frame after frame; who may is asked again for every one."""
        with self._streams.place():
            for frame in self._streams.frames(requests):
                call.admit(ACTIONS["RecogniseFrames"])
                yield self._frame(frame, call)

    def Enrol(self, request: EnrolRequest, call: Call) -> Enrolled:  # noqa: N802
        """Add photos of a product, once for each key."""
        key = call.metadata.get("idempotency-key")
        if key is None:
            return self._enrol(request)
        body = request.SerializeToString(deterministic=True)
        asked = AskedOnce(key, fingerprint(call.who, "RPC", "Enrol", body), now())
        kept, _ = answer_once(self._shop.database, asked, lambda: self._to_keep(request))
        return Enrolled.FromString(kept.body)

    def Search(self, request: SearchRequest, _: Call) -> SearchAnswer:  # noqa: N802
        """Find products by a name or by a picture of one."""
        limit = request.limit or _FOUND
        if limit > _MOST_FOUND:
            raise SearchInvalid(f"a limit of 1 to {_MOST_FOUND}", str(limit))
        by = request.WhichOneof("by")
        if by is None:
            raise SearchInvalid("a name or a picture", "neither")
        products, likeness = _SEARCHES[by](self._shop, getattr(request, by), limit)
        store_id = request.store_id if request.HasField("store_id") else None
        priced = acts.priced(self._shop, products, store_id)
        found = [
            {"product": product.model_dump(mode="json"), "similarity": similarity}
            for product, similarity in zip(priced, likeness, strict=True)
        ]
        return message_of(SearchAnswer, {"found": found})

    def _frame(self, frame: Frame, call: Call) -> FrameAnswer:
        store_id = frame.store_id if frame.HasField("store_id") else None
        try:
            scene = _scene(*acts.recognise(self._shop, frame.picture, store_id=store_id))
        except ColugoError as error:
            problem = problem_of(error, call.request_id)
            return FrameAnswer(number=frame.number, problem=problem)
        return FrameAnswer(number=frame.number, scene=scene)

    def _enrol(self, request: EnrolRequest) -> Enrolled:
        made = acts.enrol(self._shop, request.sku, list(request.photos))
        return message_of(Enrolled, made.model_dump(mode="json"))

    def _to_keep(self, request: EnrolRequest) -> Answer:
        return Answer(_DONE, self._enrol(request).SerializeToString())


def _scene(scene: SceneOut, drawn: bytes | None) -> Scene:
    return message_of(Scene, {**scene.model_dump(), "picture_jpeg": drawn})


_Found = tuple[Sequence[Product], Sequence[float | None]]


def _by_name(shop: Shop, name: str, limit: int) -> _Found:
    found = shop.find_products(name, limit=limit)
    return found, [None] * len(found)


def _by_picture(shop: Shop, picture: bytes, limit: int) -> _Found:
    found = shop.search(picture, limit=limit)
    return [shop.product(each.sku) for each in found], [each.similarity for each in found]


_SEARCHES: Final[dict[str, Callable[[Shop, Any, int], _Found]]] = {
    "name": _by_name,
    "picture": _by_picture,
}
