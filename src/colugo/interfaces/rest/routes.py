"""The one table of routes: what is called, what it does to the shop, and what may go wrong.

The app is built of this table, so that no route is there without an action of `PERMISSIONS`.
"""

from typing import Final

from colugo import errors
from colugo.interfaces.kiosk import files
from colugo.interfaces.rest import (
    baskets,
    categories,
    health,
    orders,
    payments,
    pictures,
    places,
    pricing,
    products,
    qr,
    receipts,
    reports,
    stock,
)
from colugo.interfaces.rest.people_routes import PEOPLE_ROUTES
from colugo.interfaces.rest.route import Errors, Route
from colugo.interfaces.rest.visit_routes import VISIT_ROUTES

_PICTURE: Errors = (errors.PictureTooManyBytes, errors.NotAPicture, errors.GalleryOfOtherModel)
_TAKEN: Errors = (errors.SkuTaken, errors.CategoryUnknown)
_EDIT: Errors = (errors.SkuUnknown, errors.EditOfOldVersion)
_PLACE: Errors = (errors.StoreUnknown,)
_OPEN: Errors = (errors.BasketUnknown, errors.OrderClosed)
_PROVIDER: Errors = (errors.ProviderRefused, errors.ProviderUnreachable)
_CHANGE: Errors = (*_OPEN, errors.BasketChanged, errors.EditOfOldVersion)


ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", "/v1/products", "read_catalogue", products.list_products, 200, _PLACE),
    Route("POST", "/v1/products", "edit_catalogue", products.add_product, 201, _TAKEN),
    Route(
        "GET", "/v1/products/{sku}", "read_catalogue", products.get_product, 200,
        (errors.SkuUnknown, errors.StoreUnknown),
    ),
    Route(
        "PATCH", "/v1/products/{sku}", "edit_catalogue", products.edit_product, 200,
        (*_EDIT, errors.BarcodeTaken, errors.EditWithoutVersion),
    ),
    Route(
        "DELETE", "/v1/products/{sku}", "edit_catalogue", products.remove_product, 204, _EDIT
    ),
    Route(
        "GET", "/v1/barcodes/{barcode}", "read_catalogue", products.find_by_barcode, 200,
        (errors.BarcodeUnknown, errors.StoreUnknown),
    ),
    Route(
        "GET", "/v1/catalogue", "read_catalogue", products.export_catalogue,
        media_type="text/csv",
    ),
    Route(
        "POST", "/v1/catalogue", "edit_catalogue", products.import_catalogue, 200,
        (errors.BarcodeTaken,),
    ),
    Route("GET", "/v1/categories", "read_catalogue", categories.list_categories),
    Route("POST", "/v1/categories", "edit_catalogue", categories.add_category, 201),
    Route(
        "DELETE", "/v1/categories/{category_id}", "edit_catalogue", categories.remove_category,
        204, (errors.CategoryUnknown, errors.CategoryInUse),
    ),
    Route("GET", "/v1/price-lists", "read_catalogue", categories.list_price_lists),
    Route(
        "PUT", "/v1/price-lists/{list_id}", "edit_prices", categories.save_price_list, 200,
        (errors.SkuUnknown, errors.StoreUnknown),
    ),
    Route(
        "DELETE", "/v1/price-lists/{list_id}", "edit_prices", categories.remove_price_list, 204,
        (errors.PriceListUnknown,),
    ),
    Route(
        "GET", "/v1/products/{sku}/photos", "read_catalogue", pictures.list_photos, 200,
        (errors.SkuUnknown,),
    ),
    Route(
        "POST", "/v1/products/{sku}/photos", "enrol_photos", pictures.enrol_photos, 201,
        (*_PICTURE, errors.SkuUnknown, errors.PhotoTaken),
    ),
    Route(
        "GET", "/v1/photos/{photo_id}", "read_catalogue", pictures.get_picture, 200,
        (errors.PhotoUnknown,), "image/*",
    ),
    Route(
        "DELETE", "/v1/photos/{photo_id}", "enrol_photos", pictures.remove_photo, 204,
        (errors.PhotoUnknown,),
    ),
    Route(
        "GET", "/v1/gallery/advice", "read_catalogue", pictures.advise, 200,
        (errors.SkuUnknown, errors.GalleryOfOtherModel),
    ),
    Route("POST", "/v1/scenes", "recognise", pictures.recognise, 200, (*_PICTURE, *_PLACE)),
    Route("GET", "/v1/tax-rules", "read_catalogue", pricing.get_tax_rules),
    Route("PUT", "/v1/tax-rules", "edit_prices", pricing.save_tax_rules),
    Route("GET", "/v1/promotions", "read_catalogue", pricing.list_promotions),
    Route(
        "PUT", "/v1/promotions/{promotion_id}", "edit_promotions", pricing.save_promotion, 200,
        _PLACE,
    ),
    Route(
        "DELETE", "/v1/promotions/{promotion_id}", "edit_promotions", pricing.remove_promotion,
        204, (errors.PromotionUnknown,),
    ),
    Route("GET", "/v1/stores", "read_stores", places.list_stores),
    Route("PUT", "/v1/stores/{store_id}", "edit_stores", places.save_store),
    Route("GET", "/v1/counters", "read_stores", places.list_counters),
    Route("PUT", "/v1/counters/{counter_id}", "edit_stores", places.save_counter, 200, _PLACE),
    Route(
        "PUT", "/v1/baskets/{order_id}", "use_basket", baskets.open_basket, 200,
        (errors.StoreUnknown, errors.OrderClosed, errors.IdTaken, errors.PlaceClosed),
    ),
    Route("GET", "/v1/baskets/{order_id}", "use_basket", baskets.get_basket, 200, _OPEN),
    Route(
        "DELETE", "/v1/baskets/{order_id}", "use_basket", baskets.give_up_basket, 204, _OPEN
    ),
    Route(
        "POST", "/v1/baskets/{order_id}/entries", "use_basket", baskets.add_entry, 200,
        (*_CHANGE, errors.SkuUnknown, errors.BarcodeUnknown),
    ),
    Route(
        "PATCH", "/v1/baskets/{order_id}/entries/{number}", "use_basket", baskets.edit_entry,
        200, (*_CHANGE, errors.EntryUnknown),
    ),
    Route(
        "POST", "/v1/baskets/{order_id}/scenes", "use_basket", baskets.add_scene, 200,
        (*_CHANGE, *_PICTURE),
    ),
    Route(
        "POST", "/v1/baskets/{order_id}/answers", "use_basket", baskets.answer_question, 200,
        (*_CHANGE, errors.EntryUnknown, errors.SkuUnknown),
    ),
    Route(
        "POST", "/v1/baskets/{order_id}/age-approvals", "approve_age", baskets.approve_age, 200,
        _OPEN,
    ),
    Route("GET", "/v1/orders", "read_orders", orders.list_orders),
    Route(
        "PUT", "/v1/orders/{order_id}", "close_basket", orders.close_order, 200,
        (
            *_OPEN, errors.BasketNotSettled, errors.BasketEmpty, errors.AgeApprovalMissing,
            errors.StockTooLow, errors.PlaceClosed,
        ),
    ),
    Route(
        "GET", "/v1/orders/{order_id}", "read_orders", orders.get_order, 200,
        (errors.OrderUnknown,),
    ),
    Route(
        "GET", "/v1/orders/{order_id}/receipt", "read_orders", receipts.get_receipt, 200,
        (errors.OrderUnknown, errors.ExtraMissing, errors.FontMissing), "*/*",
    ),
    Route(
        "GET", "/r/{order_id}", None, receipts.open_receipt, 200,
        (errors.OrderUnknown, errors.ExtraMissing, errors.FontMissing), "*/*",
    ),
    Route("GET", "/v1/payment-providers", "start_payment", payments.list_providers),
    Route(
        "PUT", "/v1/payments/{payment_id}", "start_payment", payments.start_payment, 200,
        (errors.OrderUnknown, errors.PaymentTooLarge, errors.IdTaken, *_PROVIDER), is_one=False,
    ),
    Route(
        "GET", "/v1/payments/{payment_id}", "start_payment", payments.get_payment, 200,
        (errors.PaymentUnknown,),
    ),
    Route(
        "POST", "/v1/payments/{payment_id}/refreshes", "start_payment", payments.refresh_payment,
        200, (errors.PaymentUnknown, errors.PaymentMismatch, *_PROVIDER), is_one=False,
    ),
    Route(
        "POST", "/v1/payments/{payment_id}/cancellations", "start_payment",
        payments.cancel_payment, 200,
        (
            errors.PaymentUnknown, errors.PaymentNotPossible, errors.PaymentMismatch, *_PROVIDER,
        ),
        is_one=False,
    ),
    Route(
        "POST", "/v1/payments/{payment_id}/confirmations", "confirm_payment",
        payments.confirm_payment, 200,
        (
            errors.PaymentUnknown, errors.PaymentMismatch, errors.NotConfirmedByHand,
            errors.NotPaidInCash, errors.CashTooLittle,
        ),
    ),
    Route(
        "POST", "/v1/callbacks/{provider}", None, payments.take_callback, 200,
        (
            errors.CallbackRefused, errors.PaymentUnknown, errors.PaymentMismatch,
            errors.ProviderUnknown, *_PROVIDER,
        ),
        "*/*",
    ),
    Route(
        "PUT", "/v1/reversals/{reversal_id}", "void_order", orders.reverse_order, 200,
        (errors.OrderUnknown, errors.IdTaken, errors.ReversalTooLarge, *_PROVIDER),
    ),
    Route("PUT", "/v1/deliveries/{note_id}", "receive_stock", stock.receive, 200, _PLACE),
    Route("PUT", "/v1/waste/{note_id}", "waste_stock", stock.waste, 200, _PLACE),
    Route("PUT", "/v1/counts/{note_id}", "count_stock", stock.count, 200, _PLACE),
    Route("GET", "/v1/stock/{store_id}", "read_stock", stock.get_stock, 200, _PLACE),
    Route("GET", "/v1/stock/{store_id}/alerts", "read_stock", stock.list_alerts),
    Route(
        "PUT", "/v1/stock/{store_id}/levels/{sku}", "edit_stock_levels", stock.save_level, 200,
        _PLACE,
    ),
    Route("GET", "/v1/reports/sales", "read_reports", reports.report_sales, 200, _PLACE),
    Route("GET", "/v1/reports/top", "read_reports", reports.report_top, 200, _PLACE),
    Route("GET", "/v1/reports/baskets", "read_reports", reports.report_baskets, 200, _PLACE),
    Route(
        "GET", "/v1/reports/recognition", "read_reports", reports.report_recognition, 200, _PLACE
    ),
    Route("GET", "/v1/reports/cover", "read_reports", reports.report_cover, 200, _PLACE),
    Route("GET", "/v1/audit", "read_audit", stock.list_audit),
    Route("GET", "/v1/audit/check", "verify_audit", stock.verify_audit),
    *VISIT_ROUTES,
    *PEOPLE_ROUTES,
    Route("GET", "/v1/qr", "read_stores", qr.draw_qr, 200, (errors.ExtraMissing,), "image/svg+xml"),
    Route("GET", "/kiosk", None, files.open_page, 308, media_type="text/html"),
    Route(
        "GET", "/kiosk/{name:path}", None, files.open_file, 200, (errors.PageUnknown,), "*/*"
    ),
    Route("GET", "/livez", None, health.livez),
    Route("GET", "/readyz", None, health.readyz),
    Route("GET", "/problems", None, health.problem_page, media_type="text/html"),
    Route("GET", "/docs", None, health.docs_page, media_type="text/html"),
)  # fmt: skip
