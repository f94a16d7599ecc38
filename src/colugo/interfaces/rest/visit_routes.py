"""The part of the table of routes that is about visits. See `routes`."""

from typing import Final

from colugo import errors
from colugo.interfaces.rest import frames, phone_views, visits
from colugo.interfaces.rest.route import Errors, Route

_PLACE: Errors = (errors.CounterUnknown, errors.PlaceNotYours)
_STEP: Errors = (
    *_PLACE, errors.VisitStepWrong, errors.VisitChanged, errors.EditOfOldVersion,
)  # fmt: skip
_OF_ONE: Final = "/v1/counters/{counter_id}/visit"

VISIT_ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", _OF_ONE, "use_basket", visits.get_visit, 200, _PLACE),
    Route(
        "GET", f"{_OF_ONE}/picture", "use_basket", frames.get_frame, 200,
        (*_PLACE, errors.FrameUnknown), "image/*",
    ),
    Route("GET", "/v1/views/{key}", None, phone_views.get_view, 200, (errors.ViewUnknown,)),
    Route(
        "GET", "/v1/views/{key}/photos/{photo_id}", None, phone_views.get_view_photo, 200,
        (errors.ViewUnknown, errors.PhotoUnknown), "image/*",
    ),
    Route(
        "POST", f"{_OF_ONE}/frames", "use_basket", visits.add_frame, 200,
        (
            *_PLACE, errors.FrameInvalid, errors.PictureTooManyBytes, errors.NotAPicture,
            errors.GalleryOfOtherModel,
        ),
        is_one=False,
    ),
    Route(
        "POST", f"{_OF_ONE}/answers", "use_basket", visits.answer_visit, 200,
        (*_STEP, errors.EntryUnknown, errors.EntryInvalid),
    ),
    Route(
        "POST", f"{_OF_ONE}/products", "use_basket", visits.add_to_visit, 200,
        (
            *_STEP, errors.SkuUnknown, errors.BarcodeUnknown, errors.BarcodeInvalid,
            errors.EntryInvalid, errors.PlaceClosed,
        ),
    ),
    Route(
        "POST", f"{_OF_ONE}/confirm", "close_basket", visits.confirm_visit, 200,
        (*_STEP, errors.VisitTotalWrong, errors.PlaceClosed),
    ),
    Route(
        "POST", f"{_OF_ONE}/pay", "start_payment", visits.pay_visit, 200,
        (
            *_STEP, errors.ProviderUnknown, errors.StockTooLow, errors.PlaceClosed,
            errors.PaymentTooLarge,
        ),
        is_one=False,
    ),
    Route("POST", f"{_OF_ONE}/cancel", "use_basket", visits.cancel_visit, 200, _STEP, is_one=False),
    Route("POST", f"{_OF_ONE}/help", "use_basket", visits.help_visit, 200, _PLACE),
    Route("POST", f"{_OF_ONE}/age", "approve_age", visits.approve_visit_age, 200, _STEP),
)  # fmt: skip
