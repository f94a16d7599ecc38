"""What Paddle Serving's pipeline answers, whatever carries the question. Decides nothing.

`value[0]` of an answer is the Python repr of a list, which clients take apart by literal_eval.
Every change of the gallery counts at the next question.

Source: Paddle Serving v0.7.0, `python/pipeline` and its client of PP-ShiTu; codes of errors from
`error_catch.py` of 0.8.3 on.
"""

import base64
import binascii
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from colugo.checkout import Shop
from colugo.checkout.legacy.live_rules import recognise_by_paddle_rules
from colugo.errors import (
    ColugoError,
    PipelineRequestInvalid,
    PipelineServiceUnknown,
    RecognitionBusy,
)

Version = Literal["0.7", "0.8"]
Rules = Literal["colugo", "paddle"]
LIMIT_BYTES: Final = 32_000_000  # a picture of 20 MB in base64, and its frame
_SERVICE: Final = "recognition"
_LOG = logging.getLogger("colugo.paddle")


@dataclass(frozen=True)
class _Codes:
    """What `err_no` says."""

    timeout: int
    no_service: int
    input_params: int
    unknown: int


_CODES: Final[Mapping[Version, _Codes]] = {
    "0.7": _Codes(timeout=1, no_service=7, input_params=9, unknown=8),
    "0.8": _Codes(timeout=6000, no_service=3002, input_params=5000, unknown=10000),
}


@dataclass(frozen=True)
class Asked:
    """One question: as many values as keys; a service of no name is the only one there is."""

    service: str
    keys: Sequence[str]
    values: Sequence[str]


@dataclass(frozen=True)
class Answered:
    """One answer; where `err_no` is not 0, there are no values."""

    err_no: int = 0
    err_msg: str = ""
    keys: Sequence[str] = ()
    values: Sequence[str] = ()


class Pipeline:
    """Answers by one shop. Many threads may ask."""

    def __init__(
        self,
        shop: Shop,
        *,
        version: Version = "0.7",
        rules: Rules = "colugo",
    ) -> None:
        """Answer from now on.

        Args:
            shop: stays open as long as there are questions; closed by who opened it.
            version: of Paddle Serving, whose codes of errors the clients know.
            rules: Colugo's own, or the predecessor's.
        """
        self._shop, self._codes = shop, _CODES[version]
        self._answer = _ANSWERS[rules]

    def answer(self, asked: Asked) -> Answered:
        """Recognise one picture; what cannot be done is an answer too, and nothing is raised."""
        try:
            if asked.service not in ("", _SERVICE):
                raise PipelineServiceUnknown(asked.service, _SERVICE)
            return self._answer(self._shop, _picture(asked))
        except ColugoError as error:
            return self.refusal(error)
        except Exception:  # the edge of the process: a client of old knows no other form
            _LOG.exception("fault")
            return Answered(self._codes.unknown, "a fault of Colugo: its log has the details")

    def refusal(self, error: ColugoError) -> Answered:
        """What a client is told of an error."""
        codes: Mapping[type[ColugoError], int] = {
            RecognitionBusy: self._codes.timeout,
            PipelineServiceUnknown: self._codes.no_service,
            PipelineRequestInvalid: self._codes.input_params,
        }
        return Answered(codes.get(type(error), self._codes.unknown), str(error))


def _picture(asked: Asked) -> bytes:
    """The picture of a question: the value beside the key `image`, or the first one."""
    keys, values = asked.keys, asked.values
    if not keys or len(keys) != len(values):
        raise PipelineRequestInvalid("as many texts in `value` as in `key`, one at least")
    text = values[keys.index("image")] if "image" in keys else values[0]
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise PipelineRequestInvalid("a picture in plain base64, without a prefix") from error


def _by_colugo(shop: Shop, picture: bytes) -> Answered:
    """What is known, in the form of old; and how many boxes are not, which must be asked about."""
    recognition = shop.recognise(picture)
    names = {line.product.sku: line.product.name for line in recognition.basket.lines}
    found = [
        {
            "bbox": [round(edge) for edge in verdict.xyxy],
            "rec_docs": names[verdict.sku],
            "rec_scores": round(verdict.similarity or 0.0, 8),
        }
        for verdict in recognition.verdicts
        if verdict.sku is not None
    ]
    is_open = str(len(recognition.verdicts) - len(found))
    return Answered(keys=("result", "open"), values=(repr(found), is_open))


def _by_paddle(shop: Shop, picture: bytes) -> Answered:
    """What the predecessor would have said, and not a word more."""
    return Answered(keys=("result",), values=(repr(recognise_by_paddle_rules(shop, picture)),))


_ANSWERS: Final[Mapping[Rules, Callable[[Shop, bytes], Answered]]] = {
    "colugo": _by_colugo,
    "paddle": _by_paddle,
}
