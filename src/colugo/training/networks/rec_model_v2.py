"""The recognition network of PP-ShiTuV2: PPLCNetV2 and a batch norm as neck.

Source: PaddleClas develop, GeneralRecognitionV2_PPLCNetV2_base.yaml and `BNNeck`.
"""

from torch import Tensor, nn

from colugo.training.networks.lcnet_v2 import FEATURES_SHITU, PPLCNetV2


class BNNeck(nn.Module):
    """A batch norm over the features, under the name that the official weights use.

    Its bias stays as it is, 0 or what was loaded: the official training gives it a learning
    rate of 1e-20.
    """

    def __init__(self, features: int) -> None:
        super().__init__()
        self.feat_bn = nn.BatchNorm1d(features)
        self.feat_bn.bias.requires_grad_(False)

    def forward(self, features: Tensor) -> Tensor:
        """(n, features) to the same shape."""
        out: Tensor = self.feat_bn(features)
        return out


class RecModelV2(nn.Module):
    """Backbone, then neck. The head stays outside: only training has one."""

    def __init__(self, dim: int = FEATURES_SHITU) -> None:
        super().__init__()
        self.backbone = PPLCNetV2(features=dim, is_shitu=True)
        self.neck = BNNeck(dim)

    def forward(self, images: Tensor) -> Tensor:
        """(n, 3, h, w) to features (n, dim), not of length 1."""
        features: Tensor = self.neck(self.backbone(images))
        return features
