"""A payment service that speaks the messages of the provider `qr`, as its documents describe them.

It signs and checks with code of its own, so that a mistake of ours is not made twice.
"""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import Any

from .local_server import Answered, Asked

SECRET = "a secret that both sides know, 32+"


def signature(what: str, stamp: str, nonce: str, body: bytes, secret: str = SECRET) -> str:
    text = what.encode() + b"\n" + stamp.encode() + b"\n" + nonce.encode() + b"\n" + body
    return hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()


def signed_headers(
    what: str, body: bytes, *, late_s: float = 0, secret: str = SECRET
) -> dict[str, str]:
    stamp = str(int(time.time() - late_s))
    made = signature(what, stamp, "n", body, secret)
    return {"Colugo-Timestamp": stamp, "Colugo-Nonce": "n", "Colugo-Signature": made}


@dataclass
class QrService:
    """Keeps what was asked of it; `pay` is the shopper's phone."""

    payments: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    down: int = 0  # so many requests get no answer
    minutes: int = 10
    refuses: bool = False

    def answer(self, asked: Asked) -> Answered:
        if self.down:
            self.down -= 1
            return Answered(0)
        what = f"{asked.method} {asked.path}"
        wanted = signature(
            what, asked.headers["colugo-timestamp"], asked.headers["colugo-nonce"], asked.body
        )
        if asked.headers["colugo-signature"] != wanted:
            return Answered(401, b"wrong signature")
        status, made = self._do(asked)
        body = json.dumps(made).encode()
        return Answered(status, body, signed_headers(what, body))

    def pay(self, payment_id: str) -> tuple[dict[str, str], bytes]:
        """Take the money; gives the callback to send."""
        self.payments[payment_id]["kind"] = "paid"
        return self.callback(self._event(payment_id))

    def callback(
        self, message: dict[str, Any], *, late_s: float = 0, secret: str = SECRET
    ) -> tuple[dict[str, str], bytes]:
        body = json.dumps(message).encode()
        return signed_headers("CALLBACK", body, late_s=late_s, secret=secret), body

    def _do(self, asked: Asked) -> tuple[int, dict[str, Any]]:
        parts = asked.path.strip("/").split("/")
        given = json.loads(asked.body) if asked.body else {}
        if asked.path == "/payments" and self.refuses:
            return 422, {}
        if asked.path == "/payments":
            kept = self.payments.setdefault(
                given["payment_id"],
                {**given, "kind": "pending", "reference": f"R{len(self.payments)}"},
            )
            expires_at = int(time.time()) + 60 * self.minutes
            qr_text = f"https://pay.example/{kept['reference']}"
            return 200, {**kept, "qr_text": qr_text, "expires_at": expires_at}
        if asked.path == "/refunds":
            kept = self.refunds.setdefault(given["refund_id"], {**given, "kind": "refunded"})
            return (200, kept) if kept["amount_minor"] == given["amount_minor"] else (409, {})
        if parts[1] not in self.payments:
            return 404, {}
        if parts[-1] == "close":
            self.payments[parts[1]]["kind"] = "expired"
        return 200, self._event(parts[1])

    def _event(self, payment_id: str) -> dict[str, Any]:
        kept = self.payments[payment_id]
        names = ("payment_id", "kind", "amount_minor", "currency", "reference")
        return {name: kept[name] for name in names}
