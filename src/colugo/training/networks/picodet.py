"""PicoDet with PP-LCNet: where is something the shop could sell? Knows no loss and no picture.

Two networks carry the same name at the predecessor; both are here, at every LCNet width.
Source: ../shared/spec/predecessor-interfaces.md 3.1-3.3.
"""

from dataclasses import dataclass
from typing import cast

from torch import Tensor, nn

from colugo.training.networks.csp_pan import CSPPAN
from colugo.training.networks.lcnet import PPLCNet
from colugo.training.networks.picodet_head import PicoDetections, PicoHead


@dataclass(frozen=True)
class Variant:
    """Sizes of neck and head."""

    channels: int
    kernel: int  # of the neck; the head's is 5 in both
    act: str
    pairs: int


VARIANTS = {
    "lite_v1": Variant(channels=96, kernel=3, act="leaky_relu", pairs=2),  # as shipped
    "config_640": Variant(channels=128, kernel=5, act="hardswish", pairs=4),  # as configured
}


class PicoDet(nn.Module):
    """Backbone, CSP-PAN and head.

    Args:
        scale: width of the LCNet backbone.
        variant: a name in `VARIANTS`.
    """

    def __init__(self, scale: float = 1.0, variant: str = "lite_v1") -> None:
        super().__init__()
        sizes = VARIANTS[variant]
        self.backbone = PPLCNet(scale, has_last_conv=False)
        self.neck = CSPPAN(
            self.backbone.tap_channels, sizes.channels, kernel=sizes.kernel, act=sizes.act
        )
        self.head = PicoHead(sizes.channels, pairs=sizes.pairs, act=sizes.act)

    def forward(self, images: Tensor) -> PicoDetections:
        """(n, 3, h, w) float, normalised, h and w multiples of 32."""
        return cast(PicoDetections, self.head(self.neck(*self.backbone.taps(images))))
