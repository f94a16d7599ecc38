"""The pages of the admin: one table of where each is, and who sees it."""

from typing import Final

from colugo.interfaces.admin.frame import Page
from colugo.interfaces.admin.pages import dashboard, enrolment, orders, products, stock

PAGES: Final[tuple[Page, ...]] = (
    Page("/dashboard", "dashboard", "insights", "read_reports", dashboard.draw),
    Page("/products", "products", "inventory_2", "read_catalogue", products.draw),
    Page("/enrolment", "enrolment", "add_a_photo", "read_catalogue", enrolment.draw),
    Page("/orders", "orders", "receipt_long", "read_orders", orders.draw),
    Page("/stock", "stock", "warehouse", "read_stock", stock.draw),
)
ALL_PAGES: Final[tuple[Page, ...]] = (
    *PAGES,
    Page("/wall", "dashboard", "tv", "read_reports", dashboard.draw_wall, has_frame=False),
)
