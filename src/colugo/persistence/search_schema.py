"""The table by which products are found by name. Holds no queries."""

from sqlalchemy import Column, String, Table

from colugo.persistence.schema import BigId, metadata

# No foreign key and no second index: the pieces of a product are known from its names, so they
# are deleted by the key, and a catalogue is imported twice as fast.
product_grams = Table(
    "product_grams",
    metadata,
    Column("gram", String(8), primary_key=True),
    Column("product_id", BigId, primary_key=True),
    sqlite_with_rowid=False,  # the key is all there is: half the size, and one look-up less
)
