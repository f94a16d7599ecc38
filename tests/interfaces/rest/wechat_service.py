"""WeChat's code2session as it is documented: a code is good once, a secret must be right."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

from tests.payments.local_server import Answered, Asked, serving

APP_ID, SECRET = "wx0123456789abcdef", "0123456789abcdef0123456789abcdef"


def _answer(codes: dict[str, str], asked: Asked) -> Answered:
    address = urlsplit(asked.path)
    given = {name: values[0] for name, values in parse_qs(address.query).items()}
    if (asked.method, address.path) != ("GET", "/sns/jscode2session"):
        return Answered(404)
    told: dict[str, object]
    if (given.get("appid"), given.get("secret")) != (APP_ID, SECRET):
        told = {"errcode": 40125, "errmsg": "invalid appsecret"}
    elif given.get("grant_type") != "authorization_code" or given.get("js_code") not in codes:
        told = {"errcode": 40029, "errmsg": "invalid code"}
    else:
        open_id = codes.pop(given["js_code"])
        told = {"openid": open_id, "session_key": "tiihtNczf5v6AKRyjwEUhQ==", "unionid": "u"}
    return Answered(200, json.dumps(told).encode(), {"Content-Type": "text/plain"})


@contextmanager
def wechat(codes: dict[str, str]) -> Iterator[str]:
    """Serve the open ids of `codes`, each once; gives the address."""
    with serving(lambda asked: _answer(codes, asked)) as address:
        yield address
