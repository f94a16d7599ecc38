"""The routes of sessions, people and tokens, a part of the table of routes."""

from typing import Final

from colugo import errors
from colugo.interfaces.rest import people
from colugo.interfaces.rest.route import Errors, Route

_WECHAT: Errors = (
    errors.WeChatNotLinked, errors.WeChatCodeRefused, errors.WeChatNotSetUp,
    errors.ProviderRefused, errors.ProviderUnreachable,
)  # fmt: skip

PEOPLE_ROUTES: Final = (
    Route(
        "POST", "/v1/sessions", None, people.sign_in, 201, (errors.SignInFailed, errors.LockedOut)
    ),
    Route(
        "POST",
        "/v1/sessions/wechat",
        None,
        people.sign_in_by_wechat,
        201,
        (errors.SignInFailed, *_WECHAT),
    ),
    Route("DELETE", "/v1/sessions/current", "sign_in", people.sign_out, 204),
    Route("GET", "/v1/me", "sign_in", people.get_me),
    Route(
        "PUT",
        "/v1/me/password",
        "sign_in",
        people.change_my_password,
        204,
        (errors.SignInFailed, errors.LockedOut),
    ),
    Route("PUT", "/v1/me/wechat", "sign_in", people.link_my_wechat, 204, _WECHAT),
    Route("GET", "/v1/people", "edit_people", people.list_people),
    Route(
        "POST",
        "/v1/people",
        "edit_people",
        people.add_person,
        201,
        (errors.PersonTaken, errors.StoreUnknown),
    ),
    Route(
        "GET",
        "/v1/people/{person_id}",
        "edit_people",
        people.get_person,
        200,
        (errors.PersonUnknown,),
    ),
    Route(
        "PATCH",
        "/v1/people/{person_id}",
        "edit_people",
        people.edit_person,
        200,
        (
            errors.PersonUnknown,
            errors.StoreUnknown,
            errors.LastAdmin,
            errors.EditOfOldVersion,
            errors.EditWithoutVersion,
        ),
    ),
    Route(
        "PUT",
        "/v1/people/{person_id}/password",
        "edit_people",
        people.set_password,
        204,
        (errors.PersonUnknown,),
    ),
    Route(
        "DELETE",
        "/v1/people/{person_id}/wechat",
        "edit_people",
        people.unlink_wechat,
        204,
        (errors.PersonUnknown,),
    ),
    Route("GET", "/v1/tokens", "edit_tokens", people.list_tokens),
    Route(
        "POST",
        "/v1/tokens",
        "edit_tokens",
        people.add_token,
        201,
        (errors.StoreUnknown, errors.CounterUnknown),
        is_secret=True,
    ),
    Route(
        "DELETE",
        "/v1/tokens/{token_id}",
        "edit_tokens",
        people.revoke_token,
        204,
        (errors.TokenUnknown,),
    ),
)
