"""ArcMargin: logits that ask for an angle of `margin` more between products.

Source: Deng et al., "ArcFace: Additive Angular Margin Loss for Deep Face Recognition"
(2019); the exact form, its epsilon and its defaults from
../shared/spec/predecessor-interfaces.md, section 2.1.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

_EPSILON = 1e-6  # keeps the root differentiable where the cosine is 1


class ArcMargin(nn.Module):
    """The head of a recognition network; needed in training only.

    Args:
        embedding_size: length of the features.
        class_num: products trained on.
        margin: radians added to the angle of the true product.
        scale: factor on the cosines.
        easy_margin: leave features more than 90 degrees off alone.
    """

    def __init__(
        self, embedding_size: int, class_num: int, *, margin: float = 0.5, scale: float = 80.0,
        easy_margin: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        # kept as (embedding_size, class_num), the layout of the official weights
        self.weight = nn.Parameter(torch.empty(embedding_size, class_num))
        nn.init.xavier_normal_(self.weight)
        self.margin = margin
        self.scale = scale
        self.easy_margin = easy_margin

    def forward(self, features: Tensor, labels: Tensor | None = None) -> Tensor:
        """Cosines to every product, scaled and with the margin where labels are given.

        Args:
            features: (n, embedding_size), of any length but zero.
            labels: (n,) int64, or None. In evaluation mode they are not used.

        Returns:
            (n, class_num): bare cosines without labels or in evaluation mode.
        """
        cosine = F.normalize(features, eps=0.0) @ F.normalize(self.weight, dim=0, eps=0.0)
        if labels is None or not self.training:
            return cosine
        return self.scale * self._with_margin(cosine, labels)

    def _with_margin(self, cosine: Tensor, labels: Tensor) -> Tensor:
        own = cosine.gather(1, labels[:, None])  # (n, 1)
        sine = (1.0 - own.square() + _EPSILON).sqrt()
        phi = own * math.cos(self.margin) - sine * math.sin(self.margin)
        if self.easy_margin:
            phi = torch.where(own > 0, phi, own)
        else:
            # past pi - margin the cosine would rise again: go on in a straight line
            is_far = own <= -math.cos(self.margin)
            phi = torch.where(is_far, own - self.margin * math.sin(self.margin), phi)
        return cosine.scatter(1, labels[:, None], phi)
