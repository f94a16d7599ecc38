"""`config.yml` of Paddle Serving, as its recognition service had it."""

from pathlib import Path

import pytest

from colugo.errors import ServingConfigInvalid
from colugo.legacy.serving_config import ServingConfig, read_serving_config

AS_IT_WAS = """
worker_num: 1
http_port: 18081
rpc_port: 9994
dag:
    is_thread_op: False
op:
    rec:
        concurrency: 1
        local_service_conf:
            model_config: ../../models/general_PPLCNet_x2_5_lite_v1.0_serving
            device_type: 1
            devices: "0"
            client_type: local_predictor
            fetch_list: ["features"]
    det:
        concurrency: 1
        local_service_conf:
            model_config: ../../models/picodet_PPLCNet_x2_5_mainbody_lite_v1.0_serving
            device_type: 1
            devices: "0"
            client_type: local_predictor
            fetch_list:
                - save_infer_model/scale_0.tmp_1
"""


def read(tmp_path: Path, text: str) -> ServingConfig:
    path = tmp_path / "config.yml"
    path.write_text(text)
    return read_serving_config(path)


def test_the_config_of_old_is_read_whole(tmp_path: Path) -> None:
    config = read(tmp_path, AS_IT_WAS)

    assert (config.http_port, config.rpc_port, config.workers) == (18081, 9994, 1)
    assert config.embedder.model == "../../models/general_PPLCNet_x2_5_lite_v1.0_serving"
    assert config.detector.model is not None
    assert "mainbody" in config.detector.model
    assert (config.timeout_s, config.threads, config.unknown) == (None, None, ())
    assert "op.det.local_service_conf.device_type" in config.without_meaning
    assert "dag.is_thread_op" in config.without_meaning


def test_timeouts_add_up_and_the_most_threads_count(tmp_path: Path) -> None:
    config = read(
        tmp_path,
        "op: {det: {timeout: 1500, local_service_conf: {thread_num: 2}}, "
        "rec: {timeout: 500, local_service_conf: {thread_num: 4}}}",
    )

    assert (config.timeout_s, config.threads) == (2.0, 4)


def test_one_operator_without_a_timeout_may_take_forever(tmp_path: Path) -> None:
    assert read(tmp_path, "op: {det: {timeout: 1500}, rec: {timeout: -1}}").timeout_s is None


def test_unknown_keys_are_named_with_the_nearest_right_one(tmp_path: Path) -> None:
    config = read(tmp_path, "http_prot: 1\nop: {imagenet: {}, det: {timout: 3}}\ndag: {x: 1}")

    assert set(config.unknown) == {
        "dag.x is not known",
        "op.det.timout is not known: did you mean op.det.timeout?",
        "op.imagenet is not known",
        "http_prot is not known: did you mean http_port?",
    }


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("http_port: 80", "http_port"),
        ("rpc_port: '9994'", "rpc_port"),
        ("worker_num: 0", "worker_num"),
        ("op: {det: {timeout: 0}}", "op.det.timeout"),
        ("op: {det: 5}", "op.det"),
        ("op: {rec: {local_service_conf: {model_config: [a]}}}", "model_config"),
        ("- 1", "the file"),
        ("a: [", "the file"),
    ],
)
def test_a_wrong_value_is_refused_by_the_name_of_its_key(
    tmp_path: Path, text: str, key: str
) -> None:
    with pytest.raises(ServingConfigInvalid, match=key):
        read(tmp_path, text)
