"""Stores and counters as JSON. Checks shapes, no rule of the shop."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictInt

from colugo.interfaces.shapes import Given, Id
from colugo.shop.people import Counter, StockPolicy, Store


class StoreIn(Given):
    """A store; `cash_step_minor` is the smallest coin."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "East"}]})

    name: Id
    time_zone: Id = "Asia/Shanghai"
    stock_policy: StockPolicy = "warn"
    cash_step_minor: Annotated[StrictInt, Field(ge=1, le=1_000_000)] = 1
    is_open: bool = True
    latitude: Annotated[float | None, Field(ge=-90, le=90, description="North above 0.")] = None
    longitude: Annotated[float | None, Field(ge=-180, le=180, description="East above 0.")] = None


class StoreOut(StoreIn):
    """A store as it is kept."""

    id: str

    @classmethod
    def of(cls, store: Store) -> "StoreOut":
        """A store as JSON has it."""
        return cls(
            id=store.id, name=store.name, time_zone=store.time_zone, is_open=store.is_open,
            stock_policy=store.stock_policy, cash_step_minor=store.cash_rounding.step_minor,
            latitude=None if store.place is None else store.place.latitude,
            longitude=None if store.place is None else store.place.longitude,
        )  # fmt: skip


class StoreList(BaseModel):
    """Every store, in the order of their ids."""

    stores: list[StoreOut]


class CounterIn(Given):
    """A place with a camera and a screen in a store."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"store_id": "east", "name": "Counter 1"}]}
    )

    store_id: Id
    name: Id
    is_open: bool = True


class CounterOut(CounterIn):
    """A counter as it is kept."""

    id: str

    @classmethod
    def of(cls, counter: Counter) -> "CounterOut":
        """A counter as JSON has it."""
        return cls(
            id=counter.id, store_id=counter.store_id, name=counter.name, is_open=counter.is_open
        )


class CounterList(BaseModel):
    """Every counter, in the order of their ids."""

    counters: list[CounterOut]
