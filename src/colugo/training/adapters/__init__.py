"""Data sets of products as the lists of PaddleClas: one file per layout, one table of them."""

from pathlib import Path

from colugo.errors import PictureSetInvalid
from colugo.training.adapters.aistudio import read_aistudio
from colugo.training.adapters.grocery_store import read_grocery_store
from colugo.training.adapters.picture_set import Adapter, Told
from colugo.training.adapters.products_10k import read_products_10k
from colugo.training.adapters.rp2k import read_rp2k
from colugo.training.adapters.rpc import read_rpc
from colugo.training.adapters.write import Written, write_lists

ADAPTERS: dict[str, Adapter] = {
    "products-10k": read_products_10k,
    "rp2k": read_rp2k,
    "aistudio": read_aistudio,
    "rpc": read_rpc,
    "grocery-store": read_grocery_store,
}


def adapt(kind: str, folder: Path, out: Path, told: Told) -> Written:
    """Read the data set `kind` in `folder` and write its lists into `out`.

    Raises:
        PictureSetInvalid: the folder has another layout, or `out` takes no files.
    """
    try:
        return write_lists(ADAPTERS[kind](folder, out, told), out)
    except OSError as error:
        path = error.filename or str(out)
        raise PictureSetInvalid(path, error.strerror or str(error)) from error
