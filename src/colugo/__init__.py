"""Colugo: an automatic checkout that sees.

`Shop` is loaded when it is first asked for, so that `import colugo.training` and its
worker processes need not load the whole service.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from colugo.checkout import Shop

__all__ = ["Shop", "__version__"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name == "Shop":
        from colugo.checkout import Shop

        return Shop
    raise AttributeError(f"module 'colugo' has no attribute {name!r}")
