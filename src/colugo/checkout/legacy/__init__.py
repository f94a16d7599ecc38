"""Takes over what the predecessor kept: its shop, its galleries, its commands."""

from colugo.checkout.legacy.import_shop import LegacyImport, import_shop, pictures_to_read

__all__ = ["LegacyImport", "import_shop", "pictures_to_read"]
