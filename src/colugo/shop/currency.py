"""Currencies and how many decimals each has. Knows no amounts."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from colugo.errors import CurrencyInvalid, CurrencyUnknown

_CODE = re.compile("[A-Z]{3}")
_LARGEST_EXPONENT = 4  # Source: ISO 4217 list one; CLF and UYW have the most, 4


class _Entry(NamedTuple):
    exponent: int
    symbol: str


# Source: exponents from ISO 4217 list one (minor units); symbols as written in the country,
# with letters before a shared sign ($, ¥) as CLDR does for Chinese.
_KNOWN = {
    "AED": _Entry(2, "AED "),
    "AUD": _Entry(2, "A$"),
    "BHD": _Entry(3, "BHD "),
    "BRL": _Entry(2, "R$"),
    "CAD": _Entry(2, "C$"),
    "CHF": _Entry(2, "CHF "),
    "CNY": _Entry(2, "¥"),
    "CZK": _Entry(2, "Kč "),
    "DKK": _Entry(2, "kr "),
    "EUR": _Entry(2, "€"),
    "GBP": _Entry(2, "£"),
    "HKD": _Entry(2, "HK$"),
    "HUF": _Entry(2, "Ft "),
    "IDR": _Entry(2, "Rp "),
    "ILS": _Entry(2, "₪"),
    "INR": _Entry(2, "₹"),
    "JOD": _Entry(3, "JOD "),
    "JPY": _Entry(0, "JP¥"),
    "KRW": _Entry(0, "₩"),
    "KWD": _Entry(3, "KWD "),
    "MOP": _Entry(2, "MOP$"),
    "MXN": _Entry(2, "MX$"),
    "MYR": _Entry(2, "RM "),
    "NOK": _Entry(2, "kr "),
    "NZD": _Entry(2, "NZ$"),
    "OMR": _Entry(3, "OMR "),
    "PHP": _Entry(2, "₱"),
    "PLN": _Entry(2, "zł "),
    "RUB": _Entry(2, "₽"),
    "SAR": _Entry(2, "SAR "),
    "SEK": _Entry(2, "kr "),
    "SGD": _Entry(2, "S$"),
    "THB": _Entry(2, "฿"),
    "TND": _Entry(3, "TND "),
    "TRY": _Entry(2, "₺"),
    "TWD": _Entry(2, "NT$"),
    "UAH": _Entry(2, "₴"),
    "USD": _Entry(2, "$"),
    "VND": _Entry(0, "₫"),
    "ZAR": _Entry(2, "R "),
}

# Source: ISO 4217 list one, the other currencies that people pay with. Without a sign of ours.
_DECIMALS_OF_OTHERS = {
    0: "BIF CLP DJF GNF ISK KMF PYG RWF UGX VUV XAF XOF XPF",
    2: """AFN ALL AMD AOA ARS AWG AZN BAM BBD BDT BMD BND BOB BSD BTN BWP BYN BZD CDF COP CRC
        CUP CVE DOP DZD EGP ERN ETB FJD FKP GEL GHS GIP GMD GTQ GYD HNL HTG IRR JMD KES KGS KHR
        KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MRU MUR MVR MWK MZN NAD NGN NIO
        NPR PAB PEN PGK PKR QAR RON RSD SBD SCR SDG SHP SLE SOS SRD SSP STN SVC SYP SZL TJS TMT
        TOP TTD TZS UYU UZS VES WST XCD YER ZMW""",
    3: "IQD LYD",
}
_KNOWN |= {
    code: _Entry(exponent, f"{code} ")
    for exponent, codes in _DECIMALS_OF_OTHERS.items()
    for code in codes.split()
}


@dataclass(frozen=True)
class Currency:
    """A currency by its ISO 4217 code and exponent: CNY with 2 has 100 minor units in one.

    Raises:
        CurrencyInvalid: not three capital letters, or an exponent outside 0 to 4.
    """

    code: str
    exponent: int

    def __post_init__(self) -> None:
        is_exponent = type(self.exponent) is int and 0 <= self.exponent <= _LARGEST_EXPONENT
        if not isinstance(self.code, str) or not _CODE.fullmatch(self.code) or not is_exponent:
            raise CurrencyInvalid(self.code, self.exponent)

    @classmethod
    def of(cls, code: str) -> "Currency":
        """The currency of an ISO 4217 code that Colugo knows, for example `CNY`.

        Raises:
            CurrencyUnknown: none of `known_codes()`.
        """
        entry = _KNOWN.get(code)
        if entry is None:
            raise CurrencyUnknown(code, known_codes())
        return cls(code, entry.exponent)

    @property
    def symbol(self) -> str:
        """What stands before an amount: `¥`; the code and a space where there is no sign."""
        entry = _KNOWN.get(self.code)
        return f"{self.code} " if entry is None else entry.symbol

    def __str__(self) -> str:
        return self.code


def known_codes() -> tuple[str, ...]:
    """The codes that `Currency.of` takes, in alphabetical order."""
    return tuple(sorted(_KNOWN))
