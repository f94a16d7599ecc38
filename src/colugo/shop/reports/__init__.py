"""Reports: pure functions over orders, refunds and moves. Reads no database."""

from colugo.shop.reports.quality import RecognitionQuality, recognition_quality
from colugo.shop.reports.sales import (
    BasketSize,
    SalesRow,
    SoldLine,
    basket_size,
    by_category,
    by_day,
    by_hour,
    by_product,
    by_store,
    sales_by,
    sold_lines,
    top_products,
)
from colugo.shop.reports.stock_cover import StockCover, stock_cover
from colugo.shop.reports.together import Pair, bought_together

__all__ = [
    "BasketSize",
    "Pair",
    "RecognitionQuality",
    "SalesRow",
    "SoldLine",
    "StockCover",
    "basket_size",
    "bought_together",
    "by_category",
    "by_day",
    "by_hour",
    "by_product",
    "by_store",
    "recognition_quality",
    "sales_by",
    "sold_lines",
    "stock_cover",
    "top_products",
]
