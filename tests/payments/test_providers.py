from pathlib import Path

import pytest

from colugo.errors import CallbackRefused, PaymentsFileInvalid
from colugo.payments import FILE_NAME, CounterProvider, load_providers

from .test_wechat import MERCHANT, WECHAT, now, pem_of, public_pem_of

SECRET = "a secret that both sides know, 32+"
QR = f'[qr]\nurl = "http://127.0.0.1:9"\nsecret = "{SECRET}"\n'
ALL = (
    QR
    + """
[wechat]
app_id = "wx01"
merchant_id = "1900000001"
certificate_serial = "5E5C3A"
private_key_file = "merchant.pem"
api_v3_key = "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"
platform_key_id = "PUB_KEY_ID_01"
platform_key_file = "wechat.pem"

[alipay]
app_id = "2021"
private_key_file = "merchant.pem"
alipay_key_file = "wechat.pem"
minutes = 5
"""
)


def write(folder: Path, text: str, mode: int = 0o600) -> Path:
    (folder / FILE_NAME).write_text(text)
    (folder / FILE_NAME).chmod(mode)
    return folder


def test_without_a_file_an_attendant_takes_the_money(tmp_path: Path) -> None:
    providers = load_providers(tmp_path, None)

    assert list(providers) == ["counter", "cash", "card"]
    assert all(each.is_confirmed_by_hand for each in providers.values())


def test_every_section_makes_its_provider(tmp_path: Path) -> None:
    (tmp_path / "merchant.pem").write_text(pem_of(MERCHANT))
    (tmp_path / "wechat.pem").write_text(public_pem_of(WECHAT))

    providers = load_providers(write(tmp_path, ALL), "https://shop.example/")

    assert list(providers) == ["counter", "cash", "card", "qr", "wechat", "alipay"]
    assert not any(providers[name].is_confirmed_by_hand for name in ("qr", "wechat", "alipay"))
    assert all(providers[name].name == name for name in providers)


@pytest.mark.parametrize(
    ("text", "mode", "words"),
    [
        (QR, 0o644, "chmod 600"),
        ("[qr", 0o600, "TOML"),
        ("[paypal]\nkey = 1\n", 0o600, "paypal"),
        (QR + "colour = 1\n", 0o600, "qr.colour"),
        ('[qr]\nurl = "x"\nsecret = "short"\n', 0o600, "qr.secret"),
        (QR + "minutes = 0\n", 0o600, "qr.minutes"),
        (ALL, 0o600, "merchant.pem"),
    ],
)
def test_a_file_that_cannot_be_used_is_said_in_words_without_its_secrets(
    tmp_path: Path, text: str, mode: int, words: str
) -> None:
    with pytest.raises(PaymentsFileInvalid, match=words) as refused:
        load_providers(write(tmp_path, text, mode), "https://shop.example")

    assert SECRET not in str(refused.value)
    assert "short" not in str(refused.value)


def test_providers_that_call_back_need_to_know_where(tmp_path: Path) -> None:
    with pytest.raises(PaymentsFileInvalid, match="public_url"):
        load_providers(write(tmp_path, QR), None)


def test_nobody_calls_back_for_cash() -> None:
    with pytest.raises(CallbackRefused, match="attendant"):
        CounterProvider("cash").read_callback({}, b"", now())
