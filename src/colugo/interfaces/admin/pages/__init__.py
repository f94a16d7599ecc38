"""The pages of the admin: one table of where each is, and who sees it."""

from typing import Final

from colugo.interfaces.admin.frame import Page
from colugo.interfaces.admin.pages import enrolment, orders, products

PAGES: Final[tuple[Page, ...]] = (
    Page("/products", "products", "inventory_2", "read_catalogue", products.draw),
    Page("/enrolment", "enrolment", "add_a_photo", "read_catalogue", enrolment.draw),
    Page("/orders", "orders", "receipt_long", "read_orders", orders.draw),
)
ALL_PAGES: Final[tuple[Page, ...]] = PAGES
