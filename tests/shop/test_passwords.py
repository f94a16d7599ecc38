import re

import pytest

from colugo.errors import PasswordUnfit, PersonInvalid
from colugo.shop.people import Person, check_password, new_password
from colugo.shop.people.principal import Principal

LI = Person("li", "Li Na", "attendant")


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short", "5 letters"),
        ("x" * 257, "257 letters"),
        ("abababababab", "same few"),
        ("colugo-Li Na-li!", "a name"),
    ],
)
def test_a_password_that_is_guessed_at_once_is_refused(password: str, reason: str) -> None:
    with pytest.raises(PasswordUnfit, match=reason):
        check_password(password, LI)


@pytest.mark.parametrize("password", ["correct horse battery", "密码里可以有任何一个汉字吗当然"])
def test_any_long_password_is_taken_whatever_its_letters(password: str) -> None:
    check_password(password, LI)


def test_a_made_up_password_is_taken_and_never_the_same() -> None:
    made = {new_password() for _ in range(50)}

    assert len(made) == 50
    for password in made:
        check_password(password, LI)
        assert re.fullmatch(r"([a-hj-km-np-z2-9]{5}-){3}[a-hj-km-np-z2-9]{5}", password)


@pytest.mark.parametrize("role", ["admin", "engineer"])
def test_who_runs_the_whole_shop_is_not_kept_to_some_stores(role: str) -> None:
    for kind in (
        lambda: Person("wu", "Wu", role, frozenset({"east"})),  # type: ignore[arg-type]
        lambda: Principal("wu", role, frozenset({"east"})),  # type: ignore[arg-type]
    ):
        with pytest.raises(PersonInvalid, match="all stores"):
            kind()
