"""The words on a receipt, in Chinese and English."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

Language = Literal["zh", "en"]

WORDS: Final[Mapping[Language, Mapping[str, str]]] = MappingProxyType(
    {
        "zh": MappingProxyType(
            {
                "sale": "购物小票",
                "refund": "退款单",
                "void": "作废单",
                "order": "订单",
                "counter": "收银台",
                "time": "时间",
                "subtotal": "小计",
                "discount": "优惠",
                "net": "不含税",
                "total": "合计",
                "rounding": "抹零",
                "payable": "应付",
                "cash": "现金",
                "change": "找零",
                "card": "银行卡",
                "wechat": "微信支付",
                "alipay": "支付宝",
                "reason": "原因",
                "included": "内含",
                "scan": "扫码查看小票",
            }
        ),
        "en": MappingProxyType(
            {
                "sale": "Receipt",
                "refund": "Refund",
                "void": "Void",
                "order": "Order",
                "counter": "Counter",
                "time": "Time",
                "subtotal": "Subtotal",
                "discount": "Discounts",
                "net": "Net",
                "total": "Total",
                "rounding": "Rounding",
                "payable": "To pay",
                "cash": "Cash",
                "change": "Change",
                "card": "Card",
                "wechat": "WeChat Pay",
                "alipay": "Alipay",
                "reason": "Reason",
                "included": "incl.",
                "scan": "Scan for this receipt",
            }
        ),
    }
)


def word(key: str, language: Language) -> str:
    """The word for a key; the key itself where there is none, as for a provider of one's own."""
    return WORDS[language].get(key, key)
