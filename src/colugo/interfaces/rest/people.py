"""Routes of sessions, people and tokens. Decides nothing."""

from typing import Annotated

from fastapi import Path, Request, Response

from colugo.checkout import Shop
from colugo.checkout.access import Access
from colugo.checkout.people import People, SignedIn
from colugo.checkout.wechat_people import MiniProgram, WeChatPeople
from colugo.errors import NotSignedIn
from colugo.interfaces.admission import now
from colugo.interfaces.rest.context import Acting, EditVersion, TheShop, etag_of, whole_version
from colugo.interfaces.rest.guard import principal_of, token_of
from colugo.interfaces.rest.people_shapes import (
    Me,
    PasswordChange,
    PasswordIn,
    PeopleList,
    PersonEdit,
    PersonNew,
    PersonOut,
    SessionIn,
    SessionOut,
    TokenIn,
    TokenList,
    TokenMade,
    TokenOut,
    WeChatCode,
)
from colugo.persistence import KeptPerson
from colugo.shop.people import Person

PersonId = Annotated[str, Path(min_length=1, max_length=64, description="Id of the person.")]
TokenId = Annotated[int, Path(ge=1, lt=2**63, description="Its number in the list.")]


def sign_in(shop: TheShop, given: SessionIn, response: Response) -> SessionOut:
    """Sign in with name and password; gives the token of the session, this once."""
    response.headers["Cache-Control"] = "no-store"
    return _session(
        _people(shop).sign_in(given.person_id, given.password.get_secret_value(), now())
    )


def sign_in_by_wechat(shop: TheShop, given: WeChatCode, response: Response) -> SessionOut:
    """Sign in as whose WeChat account a code of `wx.login` is; gives the token, this once."""
    response.headers["Cache-Control"] = "no-store"
    open_id = MiniProgram.of(shop.settings).open_id_of(given.code)
    return _session(_wechat(shop).sign_in(open_id, now()))


def link_my_wechat(shop: TheShop, by: Acting, request: Request, given: WeChatCode) -> None:
    """Let oneself in by a WeChat account from now on: by a code of `wx.login`."""
    person_id = principal_of(request).person_id
    if person_id is None:
        raise NotSignedIn("a device has no WeChat account")
    _wechat(shop).link(MiniProgram.of(shop.settings).open_id_of(given.code), person_id, by)


def unlink_wechat(shop: TheShop, by: Acting, person_id: PersonId) -> None:
    """Let somebody in by WeChat no more; a session that is open goes on."""
    _wechat(shop).unlink(person_id, by)


def sign_out(shop: TheShop, request: Request) -> None:
    """End the session that the token is of, from the next request on."""
    _people(shop).sign_out(token_of(request))


def get_me(request: Request) -> Me:
    """Say who the token is of, and what the role may do."""
    return Me.of(principal_of(request))


def change_my_password(shop: TheShop, by: Acting, request: Request, change: PasswordChange) -> None:
    """Change one's own password; every session of it ends."""
    person_id = principal_of(request).person_id
    if person_id is None:
        raise NotSignedIn("a device has no password to change")
    old, new = change.old.get_secret_value(), change.new.get_secret_value()
    _people(shop).change_password(person_id, old, new, by)


def list_people(shop: TheShop) -> PeopleList:
    """List everybody who may sign in, or might once."""
    return PeopleList(people=[PersonOut.of(each) for each in _people(shop).all()])


def add_person(shop: TheShop, by: Acting, new: PersonNew, response: Response) -> PersonOut:
    """Add somebody with a first password."""
    person = Person(new.id, new.name, new.role, frozenset(new.store_ids), new.is_active)
    return _answer(_people(shop).add(person, new.password.get_secret_value(), by), response)


def get_person(shop: TheShop, person_id: PersonId, response: Response) -> PersonOut:
    """Read one; the ETag is what an edit must name."""
    return _answer(_people(shop).get(person_id), response)


def edit_person(
    shop: TheShop, by: Acting, person_id: PersonId, edit: PersonEdit, version: EditVersion,
    response: Response,
) -> PersonOut:  # fmt: skip
    """Change what is given; the person is signed out everywhere."""
    at = whole_version(version)
    return _answer(_people(shop).edit(person_id, by, version=at, **edit.given()), response)


def set_password(shop: TheShop, by: Acting, person_id: PersonId, given: PasswordIn) -> None:
    """Give somebody another password; they are signed out everywhere and may try again."""
    _people(shop).set_password(person_id, given.password.get_secret_value(), by)


def list_tokens(shop: TheShop) -> TokenList:
    """List the tokens that were given out; the tokens themselves are not kept."""
    return TokenList(tokens=[TokenOut.of(each) for each in Access(shop.database).tokens()])


def add_token(shop: TheShop, by: Acting, new: TokenIn, response: Response) -> TokenMade:
    """Make a token of a device or a program; it is told this once."""
    response.headers["Cache-Control"] = "no-store"
    kept, token = Access(shop.database).add(
        new.name, new.role, by, store_id=new.store_id, counter_id=new.counter_id
    )
    return TokenMade(**TokenOut.of(kept).model_dump(), token=token)


def revoke_token(shop: TheShop, by: Acting, token_id: TokenId) -> None:
    """Let a token in no more, from the next request on."""
    Access(shop.database).revoke(token_id, by)


def _people(shop: Shop) -> People:
    return People(shop.database, session_hours=shop.settings.session_hours)


def _wechat(shop: Shop) -> WeChatPeople:
    return WeChatPeople(shop.database, session_hours=shop.settings.session_hours)


def _session(signed_in: SignedIn) -> SessionOut:
    person = signed_in.person
    return SessionOut(token=signed_in.token, expires_at=signed_in.expires_at, role=person.role)


def _answer(kept: KeptPerson, response: Response) -> PersonOut:
    response.headers["ETag"] = etag_of(str(kept.version))
    return PersonOut.of(kept)
