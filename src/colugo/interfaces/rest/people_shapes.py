"""Sessions, people and tokens as JSON. Checks shapes, no rule of the shop."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from colugo.interfaces.shapes import Given, Id
from colugo.persistence import KeptPerson
from colugo.shop.people import ACTIONS, Action, Role, is_allowed
from colugo.shop.people.principal import AccessToken, Principal

# longer than any that is taken, so that a right one is never cut
Password = Annotated[SecretStr, Field(min_length=1, max_length=1024)]
Stores = Annotated[tuple[Id, ...], Field(max_length=1000)]


class SessionIn(Given):
    """Who wants to sign in."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"person_id": "li", "password": "read-it-off-the-note"}]}
    )

    person_id: Annotated[str, Field(min_length=1, max_length=64)]
    password: Password


class WeChatCode(Given):
    """What `wx.login` gave the mini-program; good once."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"code": "0a3fRl000aJ"}]})

    code: Annotated[str, Field(min_length=1, max_length=128)]


class SessionOut(BaseModel):
    """A session; send its token as `Authorization: Bearer TOKEN`."""

    token: str
    expires_at: datetime
    role: Role


class Me(BaseModel):
    """Who a token is of; `stores` is empty for all."""

    who: str
    role: Role
    store_ids: list[str]
    counter_id: str | None
    actions: list[Action]

    @classmethod
    def of(cls, principal: Principal) -> "Me":
        """A principal as JSON."""
        return cls(
            who=principal.who, role=principal.role, store_ids=sorted(principal.store_ids),
            counter_id=principal.counter_id,
            actions=[each for each in ACTIONS if is_allowed(principal.role, each)],
        )  # fmt: skip


class PasswordChange(Given):
    """One's own password, the old and the new."""

    old: Password
    new: Password


class PasswordIn(Given):
    """Another password of somebody."""

    password: Password


class PersonNew(Given):
    """Somebody new; no stores are all stores."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "li", "name": "Li Na", "role": "attendant", "store_ids": ["east"],
                    "password": "read-it-off-the-note",
                }
            ]
        }
    )  # fmt: skip

    id: Id
    name: Id
    role: Role
    store_ids: Stores = ()
    is_active: bool = True
    password: Password


class PersonEdit(Given):
    """What to change of somebody; what is not given stays."""

    name: Id | None = None
    role: Role | None = None
    store_ids: Stores | None = None
    is_active: bool | None = None

    def given(self) -> dict[str, Any]:
        """The fields that were given, as a person has them."""
        fields = {name: value for name, value in self if value is not None}
        if self.store_ids is not None:
            fields["store_ids"] = frozenset(self.store_ids)
        return fields


class PersonOut(BaseModel):
    """Somebody as they are kept."""

    id: str
    name: str
    role: Role
    store_ids: list[str]
    is_active: bool

    @classmethod
    def of(cls, kept: KeptPerson) -> "PersonOut":
        """A person as JSON."""
        person = kept.person
        return cls(
            id=person.id, name=person.name, role=person.role, is_active=person.is_active,
            store_ids=sorted(person.store_ids),
        )  # fmt: skip


class PeopleList(BaseModel):
    """Everybody, in the order of the ids."""

    people: list[PersonOut]


class TokenIn(Given):
    """A token of a device or a program; with a store it is good for nothing elsewhere."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"name": "till 1", "role": "device", "store_id": "east", "counter_id": "c1"}
            ]
        }
    )

    name: Id
    role: Role = "device"
    store_id: Id | None = None
    counter_id: Id | None = None


class TokenOut(BaseModel):
    """What is kept of a token."""

    id: int
    name: str
    role: Role
    store_id: str | None
    counter_id: str | None
    created_at: datetime
    revoked_at: datetime | None

    @classmethod
    def of(cls, kept: AccessToken) -> "TokenOut":
        """A token as JSON."""
        principal = kept.principal
        return cls(
            id=kept.id, name=principal.who, role=principal.role, created_at=kept.created_at,
            store_id=next(iter(principal.store_ids), None), counter_id=principal.counter_id,
            revoked_at=kept.revoked_at,
        )  # fmt: skip


class TokenMade(TokenOut):
    """A new token, told this once."""

    token: str


class TokenList(BaseModel):
    """Every token, the oldest first."""

    tokens: list[TokenOut]
