"""The pages of the admin: one table of where each is, and who sees it."""

from typing import Final

from colugo.interfaces.admin.frame import Page
from colugo.interfaces.admin.pages import (
    audit,
    counters,
    dashboard,
    enrolment,
    gallery,
    orders,
    people,
    pricing,
    products,
    settings,
    stock,
)

PAGES: Final[tuple[Page, ...]] = (
    Page("/dashboard", "dashboard", "insights", "read_reports", dashboard.draw),
    Page("/counters", "counters", "support_agent", "approve_age", counters.draw),
    Page("/products", "products", "inventory_2", "read_catalogue", products.draw),
    Page("/pricing", "pricing", "sell", "read_catalogue", pricing.draw),
    Page("/enrolment", "enrolment", "add_a_photo", "read_catalogue", enrolment.draw),
    Page("/orders", "orders", "receipt_long", "read_orders", orders.draw),
    Page("/stock", "stock", "warehouse", "read_stock", stock.draw),
    Page("/gallery", "gallery", "collections", "read_catalogue", gallery.draw),
    Page("/people", "people", "group", "edit_people", people.draw),
    Page("/audit", "audit", "fact_check", "read_audit", audit.draw),
    Page("/settings", "settings", "settings", "edit_models", settings.draw),
)
ALL_PAGES: Final[tuple[Page, ...]] = (
    *PAGES,
    Page("/wall", "dashboard", "tv", "read_reports", dashboard.draw_wall, has_frame=False),
)
