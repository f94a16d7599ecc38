"""Stores, counters, people and what they may do. Hashes no password and keeps no session."""

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
    "Action",
    "Role",
    "check_allowed",
    "is_allowed",
]
