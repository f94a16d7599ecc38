"""Which official files there are. Fetches nothing.

Source: the model zoos of PaddleClas (docs of release/2.3 and develop); sizes are those of the
tensors inside, from ../shared/spec/predecessor-interfaces.md, sections 1.5 and 3.3.
"""

from dataclasses import dataclass
from pathlib import PurePosixPath

from colugo.errors import OfficialNameUnknown

BASE_URL = "https://paddle-imagenet-models-name.bj.bcebos.com/dygraph/rec/"
_MB = 1_000_000
_ROOM = 2  # an export is its tensors and a graph of a MB or two; twice that is another file
_LARGEST = 2000 * _MB  # with the head of its training and an optimizer's state


@dataclass(frozen=True)
class OfficialFile:
    """One file at its official address."""

    address: str  # below BASE_URL
    network: str  # as `colugo models import --as` takes it; empty for pictures
    least_bytes: int
    most_bytes: int

    @property
    def file_name(self) -> str:
        """The name that it is kept by."""
        return PurePosixPath(self.address).name

    @property
    def stem(self) -> str:
        """The name without the ending."""
        return PurePosixPath(self.address).stem


@dataclass(frozen=True)
class OfficialSet:
    """Models that belong together."""

    name: str
    title: str
    exported: tuple[OfficialFile, ...]  # what a shop runs
    pretrained: tuple[OfficialFile, ...]  # what a training starts from


def get_set(name: str) -> OfficialSet:
    """Give the set named `name`.

    Raises:
        OfficialNameUnknown: there is none.
    """
    if name not in SETS:
        raise OfficialNameUnknown(name, list(SETS))
    return SETS[name]


def find_file(file_name: str) -> OfficialFile | None:
    """Give the official file with this name, None where there is none."""
    return next((file for file in all_files() if file.file_name == file_name), None)


def all_files() -> list[OfficialFile]:
    """Every official file once."""
    files = [file for one in SETS.values() for file in (*one.exported, *one.pretrained)]
    return list(dict.fromkeys(files))


def _exported(address: str, network: str, tensor_bytes: int) -> OfficialFile:
    return OfficialFile(address, network, tensor_bytes, _ROOM * tensor_bytes)


def _pretrained(address: str, network: str, tensor_bytes: int) -> OfficialFile:
    return OfficialFile(address, network, tensor_bytes, _LARGEST)


_MAINBODY = _exported(
    "models/inference/picodet_PPLCNet_x2_5_mainbody_lite_v1.0_infer.tar", "detector", 26 * _MB
)
_MAINBODY_PRETRAINED = _pretrained(
    "models/pretrain/picodet_PPLCNet_x2_5_mainbody_lite_v1.0_pretrained.pdparams",
    "detector",
    26 * _MB,
)
SETS = {
    one.name: one
    for one in (
        OfficialSet(
            "pp-shitu-v1",
            "PP-ShiTu: PP-LCNet x2.5 and PicoDet",
            exported=(
                _exported(
                    "models/inference/general_PPLCNet_x2_5_lite_v1.0_infer.tar", "rec", 33 * _MB
                ),
                _MAINBODY,
            ),
            pretrained=(
                _pretrained(
                    "models/pretrain/general_PPLCNet_x2_5_pretrained_v1.0.pdparams",
                    "rec",
                    33 * _MB,
                ),
                _MAINBODY_PRETRAINED,
            ),
        ),
        OfficialSet(
            "pp-shitu-v2",
            "PP-ShiTuV2: PPLCNetV2_base and the same PicoDet",
            exported=(
                _exported(
                    "models/inference/PP-ShiTuV2/general_PPLCNetV2_base_pretrained_v1.0_infer.tar",
                    "rec-v2",
                    18 * _MB,
                ),
                _MAINBODY,
            ),
            pretrained=(
                _pretrained(
                    "models/pretrain/PPShiTuV2/general_PPLCNetV2_base_pretrained_v1.0.pdparams",
                    "rec-v2",
                    18 * _MB,
                ),
                _MAINBODY_PRETRAINED,
            ),
        ),
        OfficialSet(
            "drink-dataset",
            "sample pictures of drinks, with lists; no model",
            exported=(OfficialFile("data/drink_dataset_v1.0.tar", "", _MB, _LARGEST),),
            pretrained=(),
        ),
    )
}
