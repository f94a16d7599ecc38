"""What the looks at a box come to, and what of a visit is still open. Changes nothing.

Looks vote: what more than half of them say, and enough of them, holds. A barcode that was read
on a box outweighs how it looks. Looks that do not come to agree make a question.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from colugo.shop.product import Product
from colugo.shop.visit.tracking import WINDOW
from colugo.shop.visit.visit import Look, SeenBox, Visit

Goods = Mapping[str, Product]  # by SKU: what of the products that a visit names is sold now
_ASKED_ABOUT: Final = 3  # candidates of a question; Source: `settings.candidates` is 3 at most


def decided(box: SeenBox, votes: int) -> Look | None:
    """What the looks at a box come to; None while there are too few."""
    codes = [look for look in box.looks if look.by == "barcode"]
    if codes:
        is_one = len({look.skus[0] for look in codes}) == 1
        return codes[-1] if is_one else _question(box)
    says, number = Counter(map(_what, box.looks)).most_common(1)[0]
    needed = min(votes, WINDOW)
    if number >= needed and 2 * number > len(box.looks):
        newest = next(look for look in reversed(box.looks) if _what(look) == says)
        return newest if newest.kind != "unsure" else _question(box)
    return _question(box) if len(box.looks) == WINDOW else None


def is_settled(box: SeenBox, goods: Goods, votes: int) -> bool:
    """Whether nothing is open about a box: it is priced, or an attendant said it is nothing."""
    look = decided(box, votes)
    if look is None or box.is_to_be_taken_off or box.missed:
        return False
    answer = box.answer
    if box.marks and (answer is None or answer.by.role == "device"):
        return False
    if answer is not None:
        return answer.sku is None or answer.sku in goods
    return is_priced(look, goods)


def is_priced(look: Look, goods: Goods) -> bool:
    """Whether a look needs no answer: a product by the piece that is sold now."""
    product = goods.get(look.skus[0]) if look.kind == "known" else None
    return product is not None and product.unit == "piece"


def contents_of(visit: Visit, goods: Goods, votes: int) -> Counter[str]:
    """Pieces, or grams, of every product; what is open counts under the name ``."""
    found: Counter[str] = Counter()
    for box in visit.boxes:
        look = decided(box, votes)
        if box.answer is not None:
            if box.answer.sku is not None:
                found[box.answer.sku] += box.answer.quantity
        elif look is not None and is_priced(look, goods):
            found[look.skus[0]] += 1
        else:
            found[""] += 1
    for each in visit.added:
        found[each.sku] += each.quantity
    return found


def ages_to_approve(visit: Visit, goods: Goods, votes: int) -> tuple[int, ...]:
    """The age limits above what an attendant approved, each once, the lowest first."""
    approved = max((each.min_age_years for each in visit.approvals), default=0)
    named = (
        goods[sku].min_age_years or 0 for sku in contents_of(visit, goods, votes) if sku in goods
    )
    return tuple(sorted({age for age in named if age > approved}))


def still_holds(box: SeenBox, look: Look) -> bool:
    """Whether the answer that a box has fits what it looks like now."""
    answer = box.answer
    if answer is None:
        return False
    if look.kind == "known":
        return answer.sku == look.skus[0] or answer.about.skus[:1] == look.skus[:1]
    if look.kind == "unsure":
        return answer.sku in look.skus or answer.about.skus[:1] == look.skus[:1]
    return answer.about.kind == "unknown"


def _what(look: Look) -> tuple[str, str]:
    return look.kind, look.skus[0] if look.kind == "known" else ""


def _question(box: SeenBox) -> Look:
    """A question of all that the looks named, what most of them name first."""
    named = Counter(sku for look in box.looks for sku in look.skus)
    skus = tuple(sku for sku, _ in named.most_common(_ASKED_ABOUT))
    newest = box.looks[-1]
    return Look(newest.xyxy, "unsure" if skus else "unknown", skus, newest.chance_pct)
