from pathlib import Path
from typing import Any

import pytest
import yaml

from colugo.errors import InferenceConfigInvalid, LegacyFileUnreadable
from colugo.legacy.config_yaml import load_config_yaml
from colugo.legacy.inference_config import InferenceConfig, read_inference_config
from tests.legacy import configs


def read(text: str, *overrides: str, folder: Path) -> InferenceConfig:
    path = folder / "a.yaml"
    path.write_text(text, encoding="utf-8")
    return read_inference_config(
        "a.yaml", load_config_yaml(path, overrides, InferenceConfigInvalid)
    )


@pytest.mark.parametrize("name", configs.ALL)
def test_every_config_of_the_predecessor_is_read_unchanged_and_explained(
    name: str, tmp_path: Path
) -> None:
    config = read(configs.ALL[name], folder=tmp_path)

    explained = "\n".join(config.explain())
    written = yaml.safe_load(configs.ALL[name])
    for section in ("Global", "IndexProcess"):
        for key in written.get(section, {}):
            assert f"{section}.{key.replace('labe_list', 'label_list')} = " in explained


def test_the_general_config_becomes_what_its_keys_mean(tmp_path: Path) -> None:
    config = read(configs.INFERENCE_GENERAL, folder=tmp_path)

    chosen, index = config.globals, config.index
    assert (chosen.rec_nms_threshold, chosen.det_threshold, chosen.max_det_results) == (
        0.05,
        0.2,
        5,
    )
    assert (chosen.batch_size, chosen.cpu_threads) == (1, 10)
    assert (index.method, index.measure, index.embedding_size) == ("HNSW32", "IP", 512)
    assert (index.delimiter, index.operation, index.batch_size) == ("\t", "new", 32)
    assert (index.return_k, index.score_threshold) == (5, 0.5)
    assert config.det_steps is not None
    assert (config.det_steps.size_wh, config.det_steps.interpolation) == ((640, 640), "cubic")
    assert config.det_steps.scale == 1 / 255
    assert config.rec_steps is not None
    assert (config.rec_steps.size_wh, config.rec_steps.interpolation) == ((224, 224), "linear")
    assert config.binarize is None


def test_a_short_side_with_a_cut_and_a_quotient_are_read(tmp_path: Path) -> None:
    steps = read(configs.INFERENCE_REC, folder=tmp_path).rec_steps

    assert steps is not None
    assert (steps.short_px, steps.crop_wh, steps.input_wh) == (256, (224, 224), (224, 224))
    assert steps.scale == pytest.approx(1 / 255)


def test_keys_that_are_missing_have_the_predecessors_defaults(tmp_path: Path) -> None:
    index = read(configs.BUILD_PRODUCT, folder=tmp_path).index

    assert (index.method, index.operation, index.measure) == ("HNSW32", "new", "IP")
    assert (index.embedding_size, index.batch_size) == (None, 32)


def test_both_spellings_of_the_overlap_are_one_key(tmp_path: Path) -> None:
    text = "Global: {rec_nms_threshold: 0.3}"

    assert read(text, folder=tmp_path).globals.rec_nms_threshold == 0.3
    with pytest.raises(InferenceConfigInvalid, match="same key with two values"):
        read(text, "Global.rec_nms_thresold=0.05", folder=tmp_path)


@pytest.mark.parametrize(
    ("override", "read_as"),
    [
        ("Global.threshold=0.4", 0.4),
        ("Global.infer_imgs=a.jpg", "a.jpg"),
        ("Global.det_inference_model_dir=null", None),
        ("Global.det_inference_model_dir=None", None),
        ("Global.label_list=[a, b]", "[a, b]"),
        ("Global.label_list=['a', 'b']", ["a", "b"]),
        ("Global.label_list=__import__('os').getcwd()", "__import__('os').getcwd()"),
    ],
)
def test_an_override_is_a_literal_or_a_text_and_never_run(
    override: str, read_as: Any, tmp_path: Path
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("Global: {threshold: 0.2}")

    config = load_config_yaml(path, [override], InferenceConfigInvalid)

    assert config["Global"][override.split("=")[0].split(".")[1]] == read_as


def test_an_override_reaches_into_lists_and_makes_sections(tmp_path: Path) -> None:
    config = read(
        configs.BUILD_GENERAL,
        "RecPreProcess.transform_ops.0.ResizeImage.size=[96, 64]",
        "RecPreProcess.transform_ops.1.NormalizeImage.scale=1.0/255.0",
        folder=tmp_path,
    )
    made = read("Global:", "IndexProcess.index_dir=here", folder=tmp_path)

    assert config.rec_steps is not None
    assert config.rec_steps.size_wh == (96, 64)
    assert made.index.index_dir == "here"


@pytest.mark.parametrize(
    ("text", "override", "words"),
    [
        ("Global:", "Global.treshold=0.2", "Global.treshold is not known: did you mean Global.thr"),
        ("Global:", "Globa.threshold=0.2", "Globa is not known"),
        ("Global:", "Global.threshold=0.2=3", "one `=`"),
        ("Global:", "Global.threshold", "one `=`"),
        ("Global:", "Global.threshold=high", "must be a number, got 'high'"),
        ("Global:", "Global.max_det_results=0", "whole number of 1 or more"),
        ("Global:", "Global.use_fp16=True", "Global.use_fp16 true is not supported"),
        ("Global:", "Global.use_tensorrt=True", "Global.use_tensorrt true is not supported"),
        ("Global:", "IndexProcess.index_method=HNSW", "HNSW32 or Flat or IVF, got 'HNSW'"),
        ("Global:", "IndexProcess.index_operation=add", "new or append or remove"),
        ("Global:", "IndexProcess.dist_type=hamming", "set both or neither"),
        ("Global:", "IndexProcess.delimiter=", "must not be empty"),
        ("Global: 3", "IndexProcess.return_k=5", "must be a section of keys"),
        (configs.INFERENCE_REC, "RecPreProcess.transform_ops.7=1", "expected an index from 0 to"),
        (
            configs.INFERENCE_REC,
            "RecPreProcess.transform_ops.0={'FlipImage': None}",
            "in this order, got 'FlipImage'",
        ),
        (
            configs.INFERENCE_REC,
            "RecPreProcess.transform_ops.1.CropImage.size=None",
            "must be given behind resize_short",
        ),
        (
            configs.INFERENCE_GENERAL,
            "DetPreProcess.transform_ops.0.DetResize.keep_ratio=True",
            "keep_ratio true is not supported",
        ),
        (
            configs.INFERENCE_GENERAL,
            "DetPreProcess.transform_ops.0.DetResize.interp=9",
            "interp must be 0, 1, 2 or 3",
        ),
    ],
)
def test_a_wrong_key_or_value_is_named(
    text: str, override: str, words: str, tmp_path: Path
) -> None:
    with pytest.raises(InferenceConfigInvalid) as error:
        read(text, override, folder=tmp_path)

    assert words in str(error.value)


@pytest.mark.parametrize("text", ["", "- 1", "a: [", "!!python/object/apply:os.getcwd []"])
def test_a_file_that_is_no_config_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(InferenceConfigInvalid, match=r"the file (is no YAML|must hold)"):
        read(text, folder=tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LegacyFileUnreadable, match=r"b\.yaml"):
        load_config_yaml(tmp_path / "b.yaml", [], InferenceConfigInvalid)


def test_bits_are_read(tmp_path: Path) -> None:
    text = "RecPostProcess: {Binarize: {method: sign}}\nIndexProcess: {dist_type: hamming}"

    config = read(text, folder=tmp_path)

    assert (config.binarize, config.index.measure) == ("sign", "hamming")


def test_an_override_changes_one_of_two_sections_that_share_an_anchor(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("One: &part {size: 3}\nOther: *part\n")

    config = load_config_yaml(path, ["Other.size=4"], InferenceConfigInvalid)

    assert (config["One"]["size"], config["Other"]["size"]) == (3, 4)
