"""How a shop takes money. Knows no pixel."""

from functools import cached_property
from pathlib import Path

from colugo.checkout.sales.collecting import Collecting
from colugo.payments import load_providers
from colugo.persistence import Database
from colugo.settings import Settings


class ShopPayments:
    """The payment providers of one shop; a part of `Shop`.

    Attributes:
        folder: where its payments.toml lies, if it has one.
        settings: `public_url` is where providers call back.
        database: the truth of the shop.
    """

    folder: Path
    settings: Settings
    database: Database

    @cached_property
    def collecting(self) -> Collecting:
        """Takes and gives back money through the providers that are set up.

        Raises:
            PaymentsFileInvalid, ProviderRefused, ExtraMissing: payments.toml cannot be used.
        """
        return Collecting(self.database, load_providers(self.folder, self.settings.public_url))
