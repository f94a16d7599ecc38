import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateIndex, CreateTable

from colugo.persistence import ChangeKind, Database, schema
from colugo.persistence.engine import writing

from .samples import MODEL, enrol

MOMENT = schema.utc_now()
PRODUCT = {"sku": "x", "name": "x", "price_minor": 0, "is_active": True}
BARCODE = {"gtin14": "0" * 14, "product_id": 1, "position": 0, "barcode": "0" * 8}
PHOTO = {
    "product_id": 1,
    "sha256": "0" * 64,
    "path": "p",
    "width_px": 1,
    "height_px": 1,
    "added_at": MOMENT,
}
EMBEDDING = {"photo_id": 1, "model_id": "m", "dim": 1, "vector": b"1234"}
CATEGORY = {"id": "c", "position": 0, "name": "c", "name_en": "", "parent_id": None}
PRICE_LIST = {"id": "p", "store_id": None, "starts_at": MOMENT, "ends_at": None}
CHANGE = {"kind": "product_added", "product_id": 1, "photo_id": None, "at": MOMENT}


@pytest.mark.parametrize(
    ("table", "row"),
    [
        (schema.products, PRODUCT),
        (schema.barcodes, BARCODE),
        (schema.photos, PHOTO),
        (schema.embeddings, EMBEDDING),
        (schema.changes, CHANGE),
        (schema.categories, CATEGORY),
        (schema.price_lists, PRICE_LIST),
    ],
)
def test_the_rows_that_the_next_test_spoils_are_taken(
    database: Database, table: sa.Table, row: dict[str, object]
) -> None:
    enrol(database, "690", 1)

    with writing(database._engine) as connection:
        connection.execute(sa.insert(table), row)


@pytest.mark.parametrize(
    ("table", "row"),
    [
        (
            schema.shop,
            {"id": 2, "currency_code": "CNY", "currency_exponent": 2, "created_at": MOMENT},
        ),
        (schema.products, PRODUCT | {"price_minor": -1}),
        (schema.products, PRODUCT | {"sku": ""}),
        (schema.products, PRODUCT | {"sku": "690"}),
        (schema.products, PRODUCT | {"name": ""}),
        (schema.products, PRODUCT | {"is_active": None}),
        (schema.barcodes, BARCODE | {"product_id": 999}),
        (schema.barcodes, BARCODE | {"gtin14": "0"}),
        (schema.photos, PHOTO | {"product_id": 999}),
        (schema.photos, PHOTO | {"width_px": 0}),
        (schema.photos, PHOTO | {"sha256": "ab"}),
        (schema.embeddings, EMBEDDING | {"photo_id": 999}),
        (schema.embeddings, EMBEDDING | {"vector": b"123"}),
        (schema.embeddings, EMBEDDING | {"dim": 0, "vector": b""}),
        (schema.embeddings, EMBEDDING | {"model_id": MODEL}),
        (schema.changes, CHANGE | {"kind": "product_eaten"}),
        (schema.changes, CHANGE | {"kind": "photo_added"}),
        (schema.changes, CHANGE | {"photo_id": 1}),
        (schema.categories, CATEGORY | {"id": ""}),
        (schema.categories, CATEGORY | {"name": ""}),
        (schema.categories, CATEGORY | {"parent_id": "c"}),
        (schema.categories, CATEGORY | {"parent_id": "nowhere"}),
        (schema.price_lists, PRICE_LIST | {"id": ""}),
        (schema.price_lists, PRICE_LIST | {"ends_at": MOMENT}),
        (schema.list_prices, {"list_id": "none", "product_id": 1, "price_minor": 1}),
    ],
)
def test_the_database_itself_refuses_rows_that_cannot_be(
    database: Database, table: sa.Table, row: dict[str, object]
) -> None:
    enrol(database, "690", 1)

    with pytest.raises(IntegrityError), writing(database._engine) as connection:
        connection.execute(sa.insert(table), row)


def test_the_schema_is_written_for_postgresql_too() -> None:
    dialect = postgresql.dialect()

    statements = [
        str(CreateTable(table).compile(dialect=dialect)) for table in schema.metadata.sorted_tables
    ]
    statements += [
        str(CreateIndex(index).compile(dialect=dialect))
        for table in schema.metadata.sorted_tables
        for index in table.indexes
    ]

    text = "\n".join(statements)
    assert "seq BIGSERIAL" in text
    assert "vector BYTEA" in text
    assert "TIMESTAMP WITH TIME ZONE" in text


def test_every_kind_of_change_is_allowed_by_the_table() -> None:
    (check,) = (
        constraint
        for constraint in schema.changes.constraints
        if isinstance(constraint, sa.CheckConstraint) and str(constraint.name).endswith("kind")
    )

    assert all(f"'{kind}'" in str(check.sqltext) for kind in ChangeKind)


def test_every_constraint_has_a_name_by_which_a_migration_can_change_it(
    database: Database,
) -> None:
    inspector = sa.inspect(database._engine)

    names = [
        constraint["name"]
        for table in schema.metadata.tables
        for constraint in [
            *inspector.get_check_constraints(table),
            *inspector.get_foreign_keys(table),
            *inspector.get_unique_constraints(table),
        ]
    ]

    assert len(names) >= 15
    assert all(names)
