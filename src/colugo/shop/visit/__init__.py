"""A visit to the counter: its states as pure functions. Knows no pixel, no clock, no database."""

from colugo.shop.visit.basket import Pricelist, basket_of
from colugo.shop.visit.deciding import Goods, decided, is_settled
from colugo.shop.visit.seeing import Frame, Use, elapse, needs_look, see, use_of
from colugo.shop.visit.states import Side, SideKind, Step, side_of, steps_of
from colugo.shop.visit.steps import (
    Change,
    add,
    answer,
    approve_age,
    call_help,
    cancel,
    confirm,
    end_help,
    pay,
    reopened,
    undone,
)
from colugo.shop.visit.visit import Added, Help, Look, LookKind, Rules, SeenBox, State, Visit, Watch

__all__ = [
    "Added",
    "Change",
    "Frame",
    "Goods",
    "Help",
    "Look",
    "LookKind",
    "Pricelist",
    "Rules",
    "SeenBox",
    "Side",
    "SideKind",
    "State",
    "Step",
    "Use",
    "Visit",
    "Watch",
    "add",
    "answer",
    "approve_age",
    "basket_of",
    "call_help",
    "cancel",
    "confirm",
    "decided",
    "elapse",
    "end_help",
    "is_settled",
    "needs_look",
    "pay",
    "reopened",
    "see",
    "side_of",
    "steps_of",
    "undone",
    "use_of",
]
