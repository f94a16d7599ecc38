"""The desk of somebody who is signed in: all that a page does goes through it. Knows no page.

Who asks is looked up anew for every act, so that a session that was ended, or another role, counts
from the next act on, however long a page has been open.
"""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from colugo.checkout import Shop
from colugo.checkout.access import Access
from colugo.errors import PlaceNotYours
from colugo.interfaces.admin.words import Language, Words
from colugo.interfaces.rest.place_guard import STORE_ACTIONS
from colugo.shop.orders import By
from colugo.shop.people import Action, Store, check_allowed, is_allowed
from colugo.shop.people.principal import Principal

T = TypeVar("T")
Place = str | Callable[[], str] | None


@dataclass(frozen=True)
class Desk:
    """Somebody at work in the admin.

    Attributes:
        shop: that they work in.
        token: of their session.
        principal: who they were when the page was opened: for what to show, not for what to let.
        language: of the words.
    """

    shop: Shop
    token: str
    principal: Principal
    language: Language

    @classmethod
    def of(cls, shop: Shop, token: str, language: Language) -> "Desk":
        """The desk of whoever the token is of.

        Raises:
            NotSignedIn: nobody's.
        """
        return cls(shop, token, Access(shop.database).authenticate(token, _now()), language)

    @property
    def words(self) -> Words:
        """What the pages say."""
        return Words(self.language)

    def may(self, action: Action) -> bool:
        """Whether to show what does it."""
        return is_allowed(self.principal.role, action)

    async def do(self, action: Action, call: Callable[[By], T], *, store_id: Place = None) -> T:
        """Do something in a thread beside the pages, if the role may.

        Args:
            action: what it is, by the table of permissions.
            call: does it; is given who acts, and when.
            store_id: the store that it is about, or what finds it; None for none in
                particular, or all.

        Raises:
            NotSignedIn, NotAllowed, PlaceNotYours: by their names; nothing was done.
            and as `call`.
        """
        return await asyncio.to_thread(self._do, action, call, store_id)

    def _do(self, action: Action, call: Callable[[By], T], place: Place) -> T:
        principal = Access(self.shop.database).authenticate(self.token, _now())
        check_allowed(principal.role, action)
        if action in STORE_ACTIONS and principal.store_ids:
            store_id = place() if callable(place) else place
            if store_id is None:
                raise PlaceNotYours(principal.who, "all stores", sorted(principal.store_ids))
            principal.check_store(store_id)
        return call(By(principal.who, principal.role, _now()))

    async def stores(self) -> list[Store]:
        """The stores that they work in, in the order of the ids."""

        def read(_: By) -> list[Store]:
            with self.shop.database.reading() as work:
                return [each for each in work.stores.all() if self._works_in(each.id)]

        return await self.do("read_stores", read)

    @property
    def is_everywhere(self) -> bool:
        """Whether they work in all stores, those to come as well."""
        return not self.principal.store_ids

    def _works_in(self, store_id: str) -> bool:
        own: Collection[str] = self.principal.store_ids
        return not own or store_id in own


def _now() -> datetime:
    return datetime.now(UTC)
