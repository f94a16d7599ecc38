from colugo.v1.colugo_pb2 import Frame, Scene, Verdict
from colugo.wire import facts_of, message_of

VERDICT = {
    "xyxy": [1.0, 2.0, 3.5, 4.0], "score": 0.9, "verdict": "unsure", "chance": 0.5, "by": "look",
    "sku": None, "similarity": 0.25, "candidates": [{"sku": "R", "similarity": 0.25}],
}  # fmt: skip


def test_facts_come_back_as_they_went() -> None:
    message = message_of(Verdict, VERDICT)

    assert message.verdict == Verdict.UNSURE
    assert not message.HasField("sku")
    assert facts_of(Verdict.FromString(message.SerializeToString())) == VERDICT


def test_what_the_message_has_no_field_for_is_left_out() -> None:
    scene = message_of(Scene, {"currency": "CNY", "verdicts": [VERDICT], "colour": "red"})

    assert facts_of(scene)["verdicts"] == [VERDICT]
    assert facts_of(scene)["picture_jpeg"] is None


def test_an_empty_message_is_its_empty_fields() -> None:
    assert facts_of(Frame()) == {"number": 0, "picture": b"", "store_id": None}
