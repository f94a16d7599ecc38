"""The recognition networks: PP-ShiTu's RecModel, and ours of two heads on one trunk.

Both end in features that compare by cosine. Neither knows a loss or a picture.
"""

from typing import Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from colugo.training.networks.mobilenet_v2 import FEATURES, tail, trunk


class Backbone(Protocol):
    """Turns pictures (n, 3, h, w) into pooled features (n, 1280)."""

    def __call__(self, images: Tensor) -> Tensor:
        """(n, 3, h, w) float, normalised, to (n, 1280)."""
        ...


class FullyConnected(nn.Module):
    """The neck: one linear layer under the name that the official weights use."""

    def __init__(self, embedding_size: int, class_num: int) -> None:
        super().__init__()
        self.fc = nn.Linear(embedding_size, class_num)
        nn.init.xavier_normal_(self.fc.weight)
        nn.init.zeros_(self.fc.bias)

    def forward(self, features: Tensor) -> Tensor:
        """(n, embedding_size) to (n, class_num)."""
        out: Tensor = self.fc(features)
        return out


class RecModel(nn.Module):
    """Backbone, then neck. The head stays outside: only training has one.

    Source: ../shared/spec/predecessor-interfaces.md, section 1.4.
    """

    def __init__(
        self, backbone: nn.Module, dim: int = 512, *, neck: nn.Module | None = None
    ) -> None:
        """Join a backbone with `neck`, where none is given with a linear layer to `dim`."""
        super().__init__()
        self.backbone = backbone
        self.neck = neck or FullyConnected(FEATURES, dim)

    def forward(self, images: Tensor) -> Tensor:
        """(n, 3, h, w) to features (n, dim), not of length 1."""
        features: Tensor = self.neck(self.backbone(images))
        return features


class UnitRows(nn.Module):
    """A recognition network whose rows have length 1, as the service compares them."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, images: Tensor) -> Tensor:
        """(n, 3, h, w) to (n, dim), rows of length 1."""
        return F.normalize(self.network(images))


class Whitening(nn.Module):
    """Centre, turn and scale features so that their directions weigh the same."""

    mean: Tensor  # (embedding_size,)
    turn: Tensor  # (embedding_size, dim)

    def __init__(self, embedding_size: int, dim: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(embedding_size))
        self.register_buffer("turn", torch.eye(embedding_size)[:, :dim].clone())

    def fit(self, features: Tensor, shrinkage: float = 0.01) -> None:
        """Learn from features (n, embedding_size).

        `shrinkage`, a share of the largest variance, is added to every variance, so that
        directions that are mostly noise are not blown up.
        Source: principal component whitening; the shrinkage is ours, measured in
        docs/measured.md.
        """
        mean = features.mean(0)
        variances, directions = torch.linalg.eigh(torch.cov((features - mean).double().T))
        dim = self.turn.shape[1]
        variances, directions = variances.flip(0)[:dim], directions.flip(1)[:, :dim]
        self.mean.copy_(mean)
        self.turn.copy_(directions / (variances + shrinkage * variances[0]).sqrt())

    def forward(self, features: Tensor) -> Tensor:
        """(n, embedding_size) to (n, dim)."""
        return (features - self.mean) @ self.turn


class TwoHeads(nn.Module):
    """One frozen trunk, a frozen general tail, and a tail trained to tell products apart.

    Training on few products makes a network forget what tells new ones apart. So the
    ImageNet features are kept beside the trained ones: `general` is whitened, `special`
    goes through a neck; both are made length 1 and joined. The weights of the trunk are
    shared, so the second opinion costs the tail alone.
    Source: ../shared/design/recognition-notes.md, points 1 and 2.

    Args:
        blocks: MobileNetV2 blocks in the trunk, of 17.
        dims: length of the special and of the general part.
        general_weight: length of the general part beside the special one's 1.
    """

    def __init__(
        self, blocks: int = 13, dims: tuple[int, int] = (256, 256), general_weight: float = 1.0
    ) -> None:
        super().__init__()
        self.trunk = trunk(blocks).requires_grad_(False)
        self.general = tail(blocks).requires_grad_(False)
        self.special = tail(blocks)
        self.neck = FullyConnected(FEATURES, dims[0])
        self.whitening = Whitening(FEATURES, dims[1])
        self.general_weight = general_weight

    @property
    def dim(self) -> int:
        """Length of an embedding."""
        return int(self.neck.fc.out_features + self.whitening.turn.shape[1])

    def features(self, maps: Tensor) -> Tensor:
        """The trained features (n, dims[0]) of the trunk's maps, not of length 1."""
        features: Tensor = self.neck(self.special(maps))
        return features

    def join(self, maps: Tensor) -> Tensor:
        """Embeddings (n, dim) of length 1 from the trunk's maps."""
        special = F.normalize(self.features(maps))
        general = F.normalize(self.whitening(self.general(maps))) * self.general_weight
        return F.normalize(torch.cat([special, general], dim=1))

    def forward(self, images: Tensor) -> Tensor:
        """(n, 3, h, w) to embeddings (n, dim) of length 1."""
        return self.join(self.trunk(images))
