"""Who may do what: one table. Every interface takes its checks from it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, get_args

from colugo.errors import NotAllowed

Role = Literal["device", "attendant", "manager", "admin", "engineer"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)

Action = Literal[
    "read_catalogue",
    "edit_catalogue",
    "edit_prices",
    "edit_promotions",
    "enrol_photos",
    "recognise",
    "use_basket",
    "close_basket",
    "correct_recognition",
    "approve_age",
    "read_orders",
    "start_payment",
    "confirm_payment",
    "void_order",
    "refund_order",
    "read_stock",
    "receive_stock",
    "count_stock",
    "waste_stock",
    "edit_stock_levels",
    "read_reports",
    "read_stores",
    "edit_stores",
    "edit_people",
    "edit_tokens",
    "sign_in",
    "read_audit",
    "verify_audit",
    "rebuild_gallery",
    "edit_models",
    "read_health",
]
ACTIONS: Final[tuple[Action, ...]] = get_args(Action)

EVERYWHERE: Final = frozenset[Role]({"admin", "engineer"})  # who is never kept to some stores
_ALL: Final = frozenset(ROLES)
_STAFF: Final = _ALL - {"device"}
_SHOP: Final = frozenset[Role]({"attendant", "manager", "admin"})
_MANAGERS: Final = frozenset[Role]({"manager", "admin"})
_ADMINS: Final = frozenset[Role]({"admin"})
_ENGINEERS: Final = frozenset[Role]({"engineer", "admin"})
_COUNTER: Final = _SHOP | frozenset[Role]({"device"})

# The device of a shopper does what one customer does at a counter and nothing else; an
# engineer runs the service and touches no money.
PERMISSIONS: Final[Mapping[Action, frozenset[Role]]] = MappingProxyType(
    {
        "read_catalogue": _ALL,
        "edit_catalogue": _MANAGERS,
        "edit_prices": _MANAGERS,
        "edit_promotions": _MANAGERS,
        "enrol_photos": _SHOP | _ENGINEERS,
        "recognise": _ALL,
        "use_basket": _COUNTER,
        "close_basket": _COUNTER,
        "correct_recognition": _COUNTER,
        "approve_age": _SHOP,
        "read_orders": _SHOP,
        "start_payment": _COUNTER,
        "confirm_payment": _SHOP,
        "void_order": _SHOP,
        "refund_order": _MANAGERS,
        "read_stock": _STAFF,
        "receive_stock": _SHOP,
        "count_stock": _SHOP,
        "waste_stock": _SHOP,
        "edit_stock_levels": _MANAGERS,
        "read_reports": _MANAGERS,
        "read_stores": _ALL,
        "edit_stores": _ADMINS,
        "edit_people": _ADMINS,
        "edit_tokens": _ADMINS,
        "sign_in": _ALL,
        "read_audit": _MANAGERS,
        "verify_audit": _ENGINEERS,
        "rebuild_gallery": _ENGINEERS,
        "edit_models": _ENGINEERS,
        "read_health": _ALL,
    }
)


def is_allowed(role: Role, action: Action) -> bool:
    """Whether a role may do something."""
    return role in PERMISSIONS[action]


def check_allowed(role: Role, action: Action) -> None:
    """Refuse what a role may not do.

    Raises:
        NotAllowed: names the roles that may.
    """
    if not is_allowed(role, action):
        raise NotAllowed(role, action, [each for each in ROLES if each in PERMISSIONS[action]])
