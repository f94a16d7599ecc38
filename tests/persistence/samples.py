"""Products, pictures and embeddings for the tests of the storage."""

import numpy as np
from numpy.typing import NDArray

from colugo.persistence import Database, NewPhoto
from colugo.shop import Currency, Money, Product

CNY = Currency.of("CNY")
MODEL = "embedder:0123456789ab:fp32"
OTHER_MODEL = "embedder:ba9876543210:bf16"
DIM = 8


def product(sku: str = "690", price_minor: int = 550, *barcodes: str) -> Product:
    return Product(sku, f"name of {sku}", Money(price_minor, CNY), barcodes)


def jpeg(number: int, size_bytes: int = 100) -> bytes:
    """Bytes that begin like a JPEG; the storage looks no further."""
    return b"\xff\xd8\xff" + number.to_bytes(8, "big") * (size_bytes // 8)


def photo(number: int, size_bytes: int = 100) -> NewPhoto:
    return NewPhoto(jpeg(number, size_bytes), width_px=640, height_px=480)


def unit_rows(rows: int, dim: int = DIM, seed: int = 0) -> NDArray[np.float32]:
    drawn = np.random.default_rng(seed).standard_normal((rows, dim), np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def enrol(database: Database, sku: str, *numbers: int, model_id: str = MODEL) -> list[int]:
    """Add pictures to a product, which is made when it is not there; gives photo ids."""
    with database.transaction() as work:
        if work.products.find_by_sku(sku) is None:
            work.products.add(product(sku))
        return [
            work.photos.add(sku, photo(number), unit_rows(1, seed=number)[0], model_id)
            for number in numbers
        ]
