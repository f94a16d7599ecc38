"""Signing in by WeChat, as the mini-program does. Speaks to WeChat, knows no route.

The mini-program gets a code by `wx.login`, this asks WeChat whose it is, and whoever has linked
that account is signed in. WeChat's session key is neither used nor kept.
Source: WeChat's documentation of `auth.code2Session`.
"""

import logging
from datetime import datetime, timedelta
from typing import Final

from colugo.checkout.people import SignedIn, open_session
from colugo.errors import (
    ExtraMissing,
    ProviderRefused,
    ProviderUnreachable,
    SignInFailed,
    WeChatCodeRefused,
    WeChatNotLinked,
    WeChatNotSetUp,
)
from colugo.persistence import Database, lanes
from colugo.settings import Settings
from colugo.shop.orders import By

_WHO: Final = "WeChat sign-in"
_PATH: Final = "/sns/jscode2session"
_BUSY: Final = -1  # WeChat says: try again later


class MiniProgram:
    """The mini-program of a shop, as WeChat knows it."""

    def __init__(self, app_id: str, secret: str, url: str, *, timeout_s: float = 10) -> None:
        """Speak to WeChat at `url`.

        Raises:
            ExtraMissing: httpx is not installed.
        """
        try:
            import httpx  # an extra: only who signs in by WeChat needs it
        except ModuleNotFoundError as error:
            raise ExtraMissing("signing in by WeChat", "httpx", "payments") from error
        logging.getLogger("httpx").setLevel(logging.WARNING)  # it writes addresses, and so secrets
        self._away = httpx.HTTPError
        self._http = httpx.Client(base_url=url, timeout=timeout_s)
        self._given = {"appid": app_id, "secret": secret, "grant_type": "authorization_code"}

    @classmethod
    def of(cls, settings: Settings) -> "MiniProgram":
        """The one that the settings describe.

        Raises:
            WeChatNotSetUp: they describe none. ExtraMissing: httpx is not installed.
        """
        app_id, secret = settings.mini_program_id, settings.mini_program_secret
        if app_id is None or secret is None:
            raise WeChatNotSetUp
        return cls(app_id, secret.get_secret_value(), settings.mini_program_url)

    def open_id_of(self, code: str) -> str:
        """The account that WeChat gave a code for.

        Raises:
            WeChatCodeRefused: it is used, old or made up. ProviderUnreachable: nobody answers.
            ProviderRefused: the answer cannot be read, or the shop's secret is wrong.
        """
        try:
            answer = self._http.get(_PATH, params=self._given | {"js_code": code})
            answer.raise_for_status()
            told = answer.json()
        except self._away as error:
            raise ProviderUnreachable(_WHO, type(error).__name__) from error
        except ValueError as error:
            raise ProviderRefused(_WHO, "its answer is no JSON") from error
        if not isinstance(told, dict):
            raise ProviderRefused(_WHO, "its answer is no object")
        number = told.get("errcode") or 0
        if number == _BUSY:
            raise ProviderUnreachable(_WHO, "busy")
        if number:
            raise WeChatCodeRefused(int(number), str(told.get("errmsg", ""))[:100])
        open_id = told.get("openid")
        if not isinstance(open_id, str) or not 1 <= len(open_id) <= 128:
            raise ProviderRefused(_WHO, "its answer has no openid")
        return open_id


class WeChatPeople:
    """Who of the people of a shop signs in by which WeChat account."""

    def __init__(self, database: Database, *, session_hours: int = 12) -> None:
        self._database, self._lasts = database, timedelta(hours=session_hours)

    def link(self, open_id: str, person_id: str, by: By) -> None:
        """Let somebody sign in by an account; it is nobody else's from then on.

        Raises:
            PersonUnknown: nobody has this id.
        """
        with self._database.transaction(lanes.of_person(person_id)) as work:
            work.people.get(person_id)
            work.wechat_accounts.link(open_id, person_id, by.at)
            work.audit.add(by, "link_wechat", person_id)

    def unlink(self, person_id: str, by: By) -> int:
        """Let somebody sign in by no account any more; gives how many there were.

        Raises:
            PersonUnknown: nobody has this id.
        """
        with self._database.transaction(lanes.of_person(person_id)) as work:
            work.people.get(person_id)
            number = work.wechat_accounts.unlink_all_of(person_id)
            work.audit.add(by, "unlink_wechat", person_id, {"accounts": number})
            return number

    def sign_in(self, open_id: str, at: datetime) -> SignedIn:
        """Open a session for whose account it is.

        Raises:
            WeChatNotLinked: it is nobody's. SignInFailed: that person may not sign in.
        """
        with self._database.reading() as work:
            person_id = work.wechat_accounts.person_of(open_id)
        if person_id is None:
            raise WeChatNotLinked(open_id)
        with self._database.transaction(lanes.of_person(person_id)) as work:
            if work.wechat_accounts.person_of(open_id) != person_id:  # unlinked meanwhile
                raise WeChatNotLinked(open_id)
            person = work.people.get(person_id).person
            if not person.is_active:
                raise SignInFailed
            return open_session(work, person, at, self._lasts)
