"""The predecessor's inference configs as one typed object.

`build_general.yaml`, `inference_general.yaml`, `inference_rec.yaml`, `build_product.yaml` and
their kin differ in what they leave out, not in what a key means. Every key is honoured,
known to have no effect here, or refused by its name.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from colugo.errors import InferenceConfigInvalid
from colugo.legacy.inference_keys import Section
from colugo.legacy.inference_steps import Steps, read_det_steps, read_rec_steps
from colugo.legacy.vector_index import METHODS

OPERATIONS = ("new", "append", "remove")
_SECTIONS = (
    "Global", "DetPreProcess", "DetPostProcess", "RecPreProcess", "RecPostProcess", "IndexProcess",
)  # fmt: skip
# Keys that say how Paddle runs a network. What runs it here has no such switch.
_NO_EFFECT = {
    "use_gpu": "networks run on the CPU by ONNX Runtime or OpenVINO",
    "enable_mkldnn": "the engine chooses its own kernels",
    "ir_optim": "the engine always optimises the graph",
    "gpu_mem": "no GPU is used",
    "enable_benchmark": "times are measured by `make bench`",
    "benchmark": "times are measured by `make bench`",
    "enable_profile": "times are measured by `make bench`",
    "use_onnx": "networks are always ONNX",
    "label_list": "the detector has one kind of box, which is printed nowhere",
    "image_shape": "the size is that of DetPreProcess, or the model's own",
}
_REFUSED_WHEN_TRUE = ("use_fp16", "use_tensorrt")


@dataclass(frozen=True)
class GlobalConfig:
    """The section Global. Paths are as written; None where nobody wrote one."""

    infer_imgs: str | None
    det_model: str | None
    rec_model: str | None
    rec_nms_threshold: float
    det_threshold: float
    max_det_results: int
    batch_size: int
    cpu_threads: int
    output_dir: str


@dataclass(frozen=True)
class IndexConfig:
    """The section IndexProcess.

    `measure` is IP, hamming or L2; `embedding_size` None leaves it to the model.
    """

    method: str
    image_root: str | None
    index_dir: str | None
    data_file: str | None
    operation: str
    delimiter: str
    measure: str
    embedding_size: int | None
    batch_size: int
    return_k: int
    score_threshold: float
    hamming_radius: int


@dataclass(frozen=True)
class InferenceConfig:
    """A whole config; `path` names it in errors.

    Attributes:
        binarize: how embeddings become bits, `sign` or `round`; None leaves them numbers.
        without_effect: keys that were read and change nothing here, and why.
        read: every key that was read and what it became, for `--explain`.
    """

    path: str
    globals: GlobalConfig
    index: IndexConfig
    det_steps: Steps | None
    rec_steps: Steps | None
    binarize: str | None
    without_effect: Mapping[str, str]
    read: Mapping[str, Any]

    def need(self, key: str, value: str | None) -> str:
        """A text that this command cannot do without.

        Raises:
            InferenceConfigInvalid: nobody gave it.
        """
        if not value:
            raise InferenceConfigInvalid(self.path, key, f"is missing: give it with -o {key}=…")
        return value

    def explain(self) -> Iterator[str]:
        """One line for every key and what it became."""
        for key, value in self.read.items():
            why = self.without_effect.get(key)
            yield f"{key} = {value!r}" + (f"  (no effect: {why})" if why else "")
        for name, steps in (("DetPreProcess", self.det_steps), ("RecPreProcess", self.rec_steps)):
            yield f"{name} = {steps or 'the model’s own'}"


def read_inference_config(path: str, config: Mapping[str, Any]) -> InferenceConfig:
    """Make the typed object of what a YAML file and its overrides say.

    Raises:
        InferenceConfigInvalid: names the key that is unknown or has a wrong value.
    """
    for key in config:
        if key not in _SECTIONS:
            raise InferenceConfigInvalid(path, key, f"is not known: sections are {_SECTIONS}")
    section = Section.of(path, "Global", config)
    globals_ = _globals(section)
    index_section = Section.of(path, "IndexProcess", config)
    index = _index(index_section)
    if config.get("DetPostProcess"):
        raise InferenceConfigInvalid(path, "DetPostProcess", "must be empty, as it always was")
    binarize = _binarize(path, config)
    if (binarize is None) == (index.measure == "hamming") and config.get("IndexProcess"):
        sentence = "hamming and RecPostProcess.Binarize belong together: set both or neither"
        raise InferenceConfigInvalid(path, "IndexProcess.dist_type", sentence)
    read = {
        f"{each.name}.{key}": v for each in (section, index_section) for key, v in each.read.items()
    }
    return InferenceConfig(
        path, globals_, index, read_det_steps(path, config), read_rec_steps(path, config), binarize,
        {f"Global.{key}": why for key, why in _NO_EFFECT.items()}, read,
    )  # fmt: skip


def _globals(section: Section) -> GlobalConfig:
    section.alias("rec_nms_threshold", "rec_nms_thresold")
    section.alias("labe_list", "label_list")
    for key in _NO_EFFECT:
        if key in section.values:
            section.take(key, None, lambda _: True, "anything")
    for key in _REFUSED_WHEN_TRUE:
        if section.flag(key, False):
            raise section.wrong(key, "true is not supported: set it to False, or use OpenVINO bf16")
    read = GlobalConfig(
        infer_imgs=section.text("infer_imgs"),
        det_model=section.text("det_inference_model_dir"),
        rec_model=section.text("rec_inference_model_dir"),
        rec_nms_threshold=section.number("rec_nms_thresold", 0.05),
        det_threshold=section.number("threshold", 0.2),
        max_det_results=section.whole("max_det_results", 5),
        batch_size=section.whole("batch_size", 1),
        cpu_threads=section.whole("cpu_num_threads", 0, low=0),
        output_dir=section.text("output_dir", "./output"),
    )
    section.refuse_rest()
    return read


def _index(section: Section) -> IndexConfig:
    delimiter = section.text("delimiter", "\t")
    if not delimiter:
        raise section.wrong("delimiter", "must not be empty")
    measure = section.text("dist_type", "IP")
    read = IndexConfig(
        method=section.text("index_method", "HNSW32", METHODS),
        image_root=section.text("image_root"),
        index_dir=section.text("index_dir"),
        data_file=section.text("data_file"),
        operation=section.text("index_operation", "new", OPERATIONS),
        delimiter={"\\t": "\t"}.get(delimiter, delimiter),
        measure=measure if measure in ("IP", "hamming") else "L2",
        embedding_size=section.whole("embedding_size", None),
        batch_size=section.whole("batch_size", 32),
        return_k=section.whole("return_k", 5),
        score_threshold=section.number("score_thres", 0.5),
        hamming_radius=section.whole("hamming_radius", 100, low=0),
    )
    section.refuse_rest()
    return read


def _binarize(path: str, config: Mapping[str, Any]) -> str | None:
    if not config.get("RecPostProcess"):
        return None
    section = Section.of(path, "RecPostProcess", config)
    section.text("main_indicator", "Binarize", ("Binarize",))
    operation = Section.of(path, "Binarize", section.values)
    section.values.pop("Binarize", None)
    section.refuse_rest()
    method: str = operation.text("method", "round", ("sign", "round"))
    operation.refuse_rest()
    return method
