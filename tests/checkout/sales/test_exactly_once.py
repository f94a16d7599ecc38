import threading
from datetime import timedelta
from uuid import UUID

import pytest

from colugo.checkout.sales import AskedOnce, Baskets, answer_once
from colugo.errors import BasketChanged, IdempotencyKeyReused, SkuUnknown
from colugo.persistence import Database
from colugo.shop.idempotency import Answer

from .selling_shop import NOON, SHOPPER
from .selling_shop import database as database

ID = UUID(int=1)
ASKED = AskedOnce("key", "a" * 64, NOON)


@pytest.fixture(autouse=True)
def open_basket(database: Database) -> None:
    Baskets(database).open(ID, "east", "c1", SHOPPER)


def put(database: Database) -> Answer:
    """Put one more in: something that has no id of its own, so that twice is seen."""
    kept = Baskets(database).put(ID, "milk", 1, source="barcode", by=SHOPPER)
    return Answer(200, b"{}", f"{kept.version}")


def pieces(database: Database) -> int:
    return sum(entry.quantity for entry in Baskets(database).get(ID).basket.entries)


def test_a_repeat_gets_the_first_answer_and_has_no_second_effect(database: Database) -> None:
    first = answer_once(database, ASKED, lambda: put(database))
    again = answer_once(database, ASKED, lambda: put(database))

    assert (first, again) == ((Answer(200, b"{}", "2"), False), (Answer(200, b"{}", "2"), True))
    assert pieces(database) == 1


def test_a_key_of_another_request_is_refused_and_after_a_day_is_new(database: Database) -> None:
    answer_once(database, ASKED, lambda: put(database))
    other = AskedOnce("key", "b" * 64, NOON)

    with pytest.raises(IdempotencyKeyReused):
        answer_once(database, other, lambda: put(database))
    later = AskedOnce("key", "b" * 64, NOON + timedelta(hours=25))
    answer_once(database, later, lambda: put(database))

    assert pieces(database) == 2


def test_a_run_that_dies_leaves_neither_effect_nor_answer(database: Database) -> None:
    def die() -> Answer:
        put(database)
        raise RuntimeError("the process died")

    with pytest.raises(RuntimeError):
        answer_once(database, ASKED, die)

    assert pieces(database) == 0
    answer_once(database, ASKED, lambda: put(database))
    assert pieces(database) == 1


def test_several_transactions_of_one_request_last_together_or_not_at_all(
    database: Database,
) -> None:
    def fail_at_the_second() -> Answer:
        put(database)
        Baskets(database).put(ID, "gone", 1, source="barcode", by=SHOPPER)
        raise AssertionError

    with pytest.raises(SkuUnknown):
        answer_once(database, ASKED, fail_at_the_second)

    assert pieces(database) == 0


def test_a_failed_part_that_is_caught_takes_back_its_own_part_only(database: Database) -> None:
    def put_one_of_two() -> Answer:
        with pytest.raises(BasketChanged):
            Baskets(database).put(ID, "milk", 5, source="barcode", by=SHOPPER, version=99)
        return put(database)

    answer_once(database, ASKED, put_one_of_two)

    assert pieces(database) == 1


def test_what_was_written_so_far_is_read_back_before_the_commit(database: Database) -> None:
    seen: list[int] = []

    def look() -> Answer:
        answer = put(database)
        seen.append(pieces(database))
        return answer

    answer_once(database, ASKED, look)

    assert seen == [1]


def test_of_twins_at_the_same_time_one_writes_and_both_get_its_answer(database: Database) -> None:
    at_once = threading.Barrier(6)
    answers: list[Answer] = []

    def post() -> None:
        at_once.wait()
        answers.append(answer_once(database, ASKED, lambda: put(database))[0])

    threads = [threading.Thread(target=post) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [Answer(200, b"{}", "2")] * 6
    assert pieces(database) == 1


def test_a_request_that_speaks_to_somebody_outside_keeps_what_it_did_step_by_step(
    database: Database,
) -> None:
    def fail_outside() -> Answer:
        put(database)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        answer_once(database, ASKED, fail_outside, is_one=False)

    assert pieces(database) == 1
    assert answer_once(database, ASKED, lambda: put(database), is_one=False)[1] is False
    assert answer_once(database, ASKED, lambda: put(database), is_one=False)[1] is True
    assert pieces(database) == 2
