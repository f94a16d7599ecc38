"""PicoDet with PP-LCNet: where is something the shop could sell? Knows no loss and no picture.

Two networks carry the same name at the predecessor; both are here, at every LCNet width.
Source: ../shared/spec/predecessor-interfaces.md 3.1-3.3.
"""

from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn

from colugo.training.networks.csp_pan import CSPPAN
from colugo.training.networks.lcnet import PPLCNet
from colugo.training.networks.picodet_head import PicoHead, RawDetections


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

    def forward(self, images: Tensor) -> RawDetections:
        """(n, 3, h, w) float, normalised, h and w multiples of 32."""
        return cast(RawDetections, self.head(self.neck(*self.backbone.taps(images))))


class PicoDetDecoder(nn.Module):
    """A PicoDet that answers with boxes and scores; what is evaluated and exported."""

    def __init__(self, network: PicoDet) -> None:
        super().__init__()
        self.network = network

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """From pictures to one box and one score per cell.

        Args:
            images: (n, 3, h, w) float, normalised, h and w multiples of 32.

        Returns:
            xyxy (n, cells, 4) in px of the input, clipped to it, and scores (n, cells), 0..1.
        """
        raw = self.network(images)
        height, width = images.shape[2:]
        limits = torch.tensor([width, height, width, height], device=images.device)
        xyxy = torch.minimum(raw.xyxy().clamp(min=0), limits.float())
        return xyxy, raw.logits.sigmoid()
