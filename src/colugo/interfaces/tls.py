"""The certificate of a server, and its key. Knows no protocol."""

import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from colugo.errors import TlsUnusable


@dataclass(frozen=True)
class Tls:
    """Two files in PEM that belong together; the certificate with its chain."""

    certificate: Path
    key: Path

    @classmethod
    def of(cls, certificate: Path | None, key: Path | None) -> Self | None:
        """The pair of files; None where neither is given.

        Raises:
            TlsUnusable: one is missing, cannot be read, or is of another pair.
        """
        if certificate is None and key is None:
            return None
        if certificate is None or key is None:
            raise TlsUnusable(str(certificate or ""), str(key or ""), "one of the two is missing")
        try:
            ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(
                certificate, key, password=""
            )
        except (OSError, ValueError) as error:  # SSLError is an OSError
            raise TlsUnusable(str(certificate), str(key), str(error)) from error
        return cls(certificate, key)
