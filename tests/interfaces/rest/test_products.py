import pytest
from fastapi.testclient import TestClient

from colugo import Shop

from .conftest import signed_in

_EAN = "6901234567892"
_MILK = {"sku": "M", "name": "Milk", "price": "1.20", "barcodes": [_EAN], "min_age_years": 18}


def test_a_product_that_was_added_is_read_with_every_field(manager: TestClient) -> None:
    added = manager.post("/v1/products", json=_MILK | {"sold_from": "2026-01-31T08:00:00+08:00"})

    read = manager.get("/v1/products/M")

    assert added.status_code == 201
    assert read.json() == added.json()
    assert read.headers["ETag"] == added.headers["ETag"]
    assert read.json()["price_minor"] == 120
    assert read.json()["sold_from"] == "2026-01-31T00:00:00Z"
    assert manager.get(f"/v1/barcodes/{_EAN}").json()["sku"] == "M"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"price": "1.234"}, 422),
        ({"price": 1.2}, 422),
        ({"name": ""}, 422),
        ({"sku": "a/b"}, 422),
        ({"barcodes": ["6901234567890"]}, 422),
        ({"unit": "litre"}, 422),
        ({"colour": "red"}, 422),
        ({"sold_from": "2026-01-31T08:00:00"}, 422),
        ({"category_id": "nowhere"}, 404),
        ({"sku": "R"}, 409),
    ],
)
def test_a_product_that_cannot_be_is_refused_in_words(
    shop: Shop, manager: TestClient, change: dict[str, object], status: int
) -> None:
    before = shop.products()

    answer = manager.post("/v1/products", json=_MILK | change)

    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert len(answer.json()["detail"]) > 20
    assert shop.products() == before


def test_pages_follow_each_other_to_the_end(manager: TestClient) -> None:
    seen, cursor = [], ""

    while cursor is not None:
        page = manager.get("/v1/products", params={"limit": 2, "cursor": cursor}).json()
        seen += [product["sku"] for product in page["products"]]
        cursor = page["next_cursor"]

    assert seen == ["B", "G", "R"]


def test_a_list_may_be_of_one_category_or_of_what_is_sold(manager: TestClient) -> None:
    manager.post("/v1/categories", json={"id": "dairy", "name": "乳品"})
    manager.post("/v1/products", json=_MILK | {"category_id": "dairy", "is_active": False})

    dairy = manager.get("/v1/products", params={"category_id": "dairy"}).json()["products"]
    sold = manager.get("/v1/products", params={"is_active": True}).json()["products"]

    assert [product["sku"] for product in dairy] == ["M"]
    assert [product["sku"] for product in sold] == ["B", "G", "R"]


def test_a_cursor_of_somebody_elses_making_is_refused(manager: TestClient) -> None:
    answers = [manager.get("/v1/products", params={"cursor": c}) for c in ("%", "é", "a", "_w")]

    assert [answer.status_code for answer in answers] == [422] * 4
    assert answers[0].json()["type"] == "/problems#cursor-invalid"


def test_an_edit_changes_what_it_names_and_needs_the_version_that_was_read(
    shop: Shop, manager: TestClient
) -> None:
    version = manager.get("/v1/products/R").headers["ETag"]

    blind = manager.patch("/v1/products/R", json={"price": "6"})
    edited = manager.patch("/v1/products/R", json={"price": "6"}, headers={"If-Match": version})
    late = manager.patch("/v1/products/R", json={"price": "7"}, headers={"If-Match": version})
    removed = manager.delete("/v1/products/R", headers={"If-Match": version})

    assert [each.status_code for each in (blind, edited, late, removed)] == [428, 200, 412, 412]
    assert late.json()["got"] == edited.headers["ETag"].strip('"')
    assert (shop.product("R").price.minor, shop.product("R").name) == (600, "莫斯利安")


def test_an_edit_of_any_version_says_so(shop: Shop, manager: TestClient) -> None:
    answer = manager.patch("/v1/products/R", json={"name": "Milk"}, headers={"If-Match": "*"})

    assert (answer.status_code, shop.product("R").name) == (200, "Milk")


def test_a_catalogue_goes_out_and_comes_back(shop: Shop, manager: TestClient) -> None:
    content = manager.get("/v1/catalogue").content
    before = shop.products()
    for product in before:
        assert manager.delete(f"/v1/products/{product.sku}").status_code == 204

    tried = manager.post("/v1/catalogue", params={"dry_run": True}, content=content)
    nothing = shop.products()
    done = manager.post("/v1/catalogue", content=content)

    assert (tried.json()["added"], tried.json()["is_dry_run"], nothing) == (3, True, [])
    assert done.json()["added"] == 3
    assert shop.products() == before


def test_a_wrong_line_of_a_catalogue_is_named_and_nothing_is_added(
    shop: Shop, manager: TestClient
) -> None:
    answer = manager.post("/v1/catalogue", content=b"sku,name,price\nX,x,1.00\nY,y,dear\n")

    assert answer.status_code == 422
    assert "line 3" in answer.json()["detail"]
    assert "X" not in [product.sku for product in shop.products()]


def test_categories_and_price_lists_are_kept_and_removed(manager: TestClient) -> None:
    manager.post("/v1/categories", json={"id": "food", "name": "食品"})
    manager.post("/v1/categories", json={"id": "tea", "name": "茶", "parent_id": "food"})
    cheap = {"prices": {"R": "4.90"}, "starts_at": "2026-01-01T00:00:00Z"}
    saved = manager.put("/v1/price-lists/cheap", json=cheap)

    listed = manager.get("/v1/categories").json()["categories"]

    assert [each["id"] for each in listed] == ["food", "tea"]
    assert manager.get("/v1/price-lists").json()["price_lists"] == [saved.json()]
    assert manager.delete("/v1/categories/food").status_code == 422
    assert manager.delete("/v1/categories/tea").status_code == 204
    assert manager.delete("/v1/price-lists/cheap").status_code == 204
    assert manager.delete("/v1/price-lists/cheap").status_code == 404


def test_a_product_is_found_by_its_sound_and_only_where_it_is_sold(manager: TestClient) -> None:
    by_sound = manager.get("/v1/products", params={"q": "mosili"}).json()
    not_sold = manager.get("/v1/products", params={"q": "mosili", "is_active": False}).json()

    assert [product["sku"] for product in by_sound["products"]] == ["R"]
    assert (by_sound["next_cursor"], not_sold["products"]) == (None, [])


def test_a_post_that_names_patch_in_its_header_is_an_edit(manager: TestClient) -> None:
    version = manager.get("/v1/products/R").headers["ETag"]
    override = {"X-HTTP-Method-Override": "PATCH"}

    edited = manager.post(
        "/v1/products/R", json={"price": "5.90"}, headers=override | {"If-Match": version}
    )
    unversioned = manager.post("/v1/products/R", json={"price": "6.10"}, headers=override)

    assert edited.status_code == 200
    assert unversioned.status_code == 428
    assert manager.get("/v1/products/R").json()["price"] == "5.90"


@pytest.mark.parametrize(
    ("method", "named"), [("GET", "PATCH"), ("PUT", "PATCH"), ("POST", "DELETE")]
)
def test_no_other_method_becomes_another(manager: TestClient, method: str, named: str) -> None:
    override = {"X-HTTP-Method-Override": named, "If-Match": "*"}

    answer = manager.request(method, "/v1/products/R", json={"price": "9.90"}, headers=override)

    assert answer.status_code == (200 if method == "GET" else 405)
    assert manager.get("/v1/products/R").json()["price"] == "5.50"


def test_an_edit_by_override_is_for_those_who_may_edit(shop: Shop) -> None:
    attendant = signed_in(shop, "attendant")

    answer = attendant.post(
        "/v1/products/R",
        json={"price": "0.01"},
        headers={"X-HTTP-Method-Override": "PATCH", "If-Match": "*"},
    )

    assert answer.status_code == 403
    assert shop.product("R").price.minor == 550
