"""Stores, counters, people and what they may do. Hashes no password and keeps no session."""

from colugo.shop.people.coordinates import Coordinates
from colugo.shop.people.lockout import LockoutRule
from colugo.shop.people.passwords import check_password, new_password
from colugo.shop.people.people import STOCK_POLICIES, Counter, Person, StockPolicy, Store
from colugo.shop.people.permissions import (
    ACTIONS,
    PERMISSIONS,
    ROLES,
    Action,
    Role,
    check_allowed,
    is_allowed,
)

__all__ = [
    "ACTIONS",
    "PERMISSIONS",
    "ROLES",
    "STOCK_POLICIES",
    "Action",
    "Coordinates",
    "Counter",
    "LockoutRule",
    "Person",
    "Role",
    "StockPolicy",
    "Store",
    "check_allowed",
    "check_password",
    "is_allowed",
    "new_password",
]
