from dataclasses import replace
from typing import Any

import pytest

from colugo.errors import AuditBroken, AuditEntryInvalid
from colugo.shop.audit import NO_HASH, AuditEntry, append, check_chain, find_broken
from tests.shop.orders.samples import by
from tests.shop.samples import MONDAY_8


def log(size: int = 5) -> list[AuditEntry]:
    entries: list[AuditEntry] = []
    for number in range(size):
        last = entries[-1] if entries else None
        entries.append(append(last, by(), "edit_prices", f"sku {number}", {"minor": number}))
    return entries


def broken_at(entries: list[AuditEntry]) -> int | None:
    broken = find_broken(entries)
    return None if broken is None else broken.number


def test_an_untouched_log_is_whole() -> None:
    entries = log()

    assert broken_at(entries) is broken_at([]) is None
    assert [entry.number for entry in entries] == [1, 2, 3, 4, 5]
    assert entries[0].previous_hash == NO_HASH
    assert entries[1].previous_hash == entries[0].hash


@pytest.mark.parametrize(
    "change",
    [
        {"who": "wu"},
        {"role": "admin"},
        {"action": "x"},
        {"subject": "x"},
        {"details": {"minor": 99}},
        {"at": MONDAY_8.replace(minute=1)},
    ],
)
def test_any_change_of_an_entry_is_found_at_its_place(change: dict[str, Any]) -> None:
    entries = log()
    entries[2] = replace(entries[2], **change)

    assert broken_at(entries) == 3


def test_a_changed_entry_with_a_new_hash_breaks_the_next_one() -> None:
    entries = log()
    changed = replace(entries[2], who="wu")
    entries[2] = replace(changed, hash=changed.expected_hash())

    assert broken_at(entries) == 4


def test_missing_added_and_swapped_entries_are_found() -> None:
    entries = log()

    assert broken_at(entries[1:]) == 1
    assert broken_at([*entries[:2], *entries[3:]]) == 3
    assert broken_at([*entries[:2], entries[1], *entries[2:]]) == 3
    assert broken_at([entries[0], entries[2], entries[1]]) == 2


def test_a_log_that_was_cut_off_is_found_by_a_head_known_from_elsewhere() -> None:
    entries = log()

    check_chain(entries, head=entries[4])
    check_chain(entries[:4])
    with pytest.raises(AuditBroken, match="entry 5"):
        check_chain(entries[:4], head=entries[4])


def test_the_first_broken_entry_is_named() -> None:
    entries = log()
    entries[1] = replace(entries[1], who="wu")
    entries[3] = replace(entries[3], who="wu")

    with pytest.raises(AuditBroken, match="entry 2 of the audit log"):
        check_chain(entries)


def test_an_entry_says_what_was_done_to_what() -> None:
    for action, subject in (("", "sku"), ("edit", " ")):
        with pytest.raises(AuditEntryInvalid):
            append(None, by(), action, subject)
    with pytest.raises(AuditEntryInvalid, match="float"):
        append(None, by(), "edit", "sku", {"price": 5.5})
