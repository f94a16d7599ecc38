import re
from pathlib import Path

import pytest

from colugo import Shop
from colugo.checkout.people import People
from tests.checkout.sales.selling_shop import NOON
from tests.interfaces.command_line import CommandLine


def signs_in(shop_dir: Path, person_id: str, password: str) -> bool:
    with Shop.open(shop_dir) as shop:
        return People(shop.database).sign_in(person_id, password, NOON).person.id == person_id


def test_people_are_added_listed_changed_and_kept_out(shop_dir: Path, colugo: CommandLine) -> None:
    colugo("store", "add", "east", "--name", "East")
    made = colugo(
        "person", "add", "li", "--name", "Li Na", "--role", "attendant", "--store", "east",
        "--made-up",
    )  # fmt: skip
    told = re.search(r"shown this once: (\S+)", made.out)
    changed = colugo("person", "edit", "li", "--role", "manager", "--all-stores")
    disabled = colugo("person", "disable", "li")
    listed = colugo("person", "list")
    colugo("person", "enable", "li")

    assert "added li, attendant in east" in made.out
    assert "li is manager in all stores" in changed.out
    assert "not sign in" in disabled.out
    assert re.search(r"li .* Li Na .* manager .* all .* no", listed.out)
    assert told is not None
    assert told[1] not in listed.out
    assert signs_in(shop_dir, "li", told[1])


def test_a_password_is_read_from_the_standard_input(shop_dir: Path, colugo: CommandLine) -> None:
    typed = "a password from a file\n"
    added = colugo("person", "add", "wu", "--name", "Wu", "--role", "admin", typed=typed)
    changed = colugo("person", "password", "wu", typed="another one from a file\n")

    assert "added wu" in added.out
    assert "another password" in changed.out
    assert signs_in(shop_dir, "wu", "another one from a file")


@pytest.mark.parametrize(
    ("arguments", "typed", "words"),
    [
        (("add", "li", "--name", "Li", "--role", "king"), "a long password\n", ("king", "manager")),
        (("add", "li", "--name", "Li", "--role", "device"), "short\n", ("5 letters", "12")),
        (("add", "li", "--name", "Li", "--role", "admin", "--store", "x"), "", ("all stores",)),
        (("edit", "nobody", "--name", "N"), "", ("nobody", "colugo person list")),
        (("password", "nobody"), "a long password\n", ("nobody",)),
    ],
)
def test_what_cannot_be_is_said_in_words(
    shop_dir: Path, colugo: CommandLine, arguments: tuple[str, ...], typed: str,
    words: tuple[str, ...],
) -> None:  # fmt: skip
    assert colugo("person", *arguments, typed=typed).refuses(*words)


def test_a_wechat_account_is_linked_and_taken_away(shop_dir: Path, colugo: CommandLine) -> None:
    colugo("person", "add", "li", "--name", "Li Na", "--role", "attendant", "--made-up")

    linked, unlinked = colugo("person", "link", "li", "oLi"), colugo("person", "unlink", "li")

    assert "li signs in by WeChat" in linked.out
    assert "1 WeChat accounts of li" in unlinked.out
    assert colugo("person", "link", "wu", "oWu").refuses("wu", "colugo person list")
