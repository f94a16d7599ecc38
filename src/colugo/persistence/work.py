"""One transaction and the repositories that work in it."""

from sqlalchemy import Connection

from colugo.persistence.access_tokens import AccessTokenRepository
from colugo.persistence.audit import AuditLog
from colugo.persistence.calibrations import CalibrationRepository
from colugo.persistence.categories import CategoryRepository
from colugo.persistence.changes import ChangeLog
from colugo.persistence.idempotency import IdempotencyRepository
from colugo.persistence.orders import BasketRepository, OrderRepository
from colugo.persistence.payments import PaymentRepository
from colugo.persistence.people import (
    PersonRepository,
    SessionRepository,
    WeChatAccountRepository,
    WrongPasswordRepository,
)
from colugo.persistence.photo_files import FileChanges
from colugo.persistence.photos import PhotoRepository
from colugo.persistence.postgres import take_lanes
from colugo.persistence.price_lists import PriceListRepository
from colugo.persistence.products import ProductRepository
from colugo.persistence.receipt_keys import ReceiptKeys
from colugo.persistence.stock import StockRepository
from colugo.persistence.stores import PricingRepository, StoreRepository
from colugo.persistence.visits import VisitRepository
from colugo.shop.currency import Currency


class Work:
    """What is done in one transaction: all of it or nothing.

    Attributes:
        products: the catalogue.
        categories: the tree that products name.
        price_lists: prices that hold for a time or in one store.
        photos: the gallery.
        changes: what happened to both, for other processes.
        calibrations: thresholds per model.
        stores, pricing: places that sell, and what they price by.
        visits: who is at which counter.
        baskets, orders, payments: sales, from open to paid and refunded.
        receipt_keys: what signs the links of receipts.
        stock: the ledger of what came and went.
        access_tokens, people, sessions, wechat_accounts, wrong_passwords: who may come in.
        audit: who did what. idempotency: requests that may be repeated.
    """

    def __init__(self, connection: Connection, currency: Currency, files: FileChanges) -> None:
        self._connection = connection
        self.changes = ChangeLog(connection)
        self.photos = PhotoRepository(connection, files, self.changes)
        self.products = ProductRepository(connection, currency, self.photos, self.changes)
        self.calibrations = CalibrationRepository(connection)
        self.categories = CategoryRepository(connection)
        self.price_lists = PriceListRepository(connection, currency)
        self.stores = StoreRepository(connection, currency)
        self.pricing = PricingRepository(connection, currency)
        self.visits = VisitRepository(connection, currency)
        self.baskets = BasketRepository(connection, currency)
        self.orders = OrderRepository(connection, currency)
        self.payments = PaymentRepository(connection, currency)
        self.receipt_keys = ReceiptKeys(connection)
        self.stock = StockRepository(connection)
        self.audit = AuditLog(connection, currency)
        self.idempotency = IdempotencyRepository(connection)
        self.access_tokens = AccessTokenRepository(connection)
        self.people = PersonRepository(connection, currency)
        self.sessions = SessionRepository(connection)
        self.wechat_accounts = WeChatAccountRepository(connection)
        self.wrong_passwords = WrongPasswordRepository(connection)

    def take(self, lane: str, *, shared: bool = False) -> None:
        """Let nobody else write a lane until the transaction ends; see `Database.transaction`.

        Those who take it `shared` go side by side; who takes it alone waits for them.
        """
        take_lanes(self._connection, (lane,), shared=shared)
