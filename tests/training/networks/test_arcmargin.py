"""ArcMargin computes the formula of the specification, checked one number at a time."""

import math

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from colugo.training.networks.arcmargin import ArcMargin


def slow_logits(
    head: ArcMargin, features: Tensor, labels: Tensor, m: float, s: float, easy: bool
) -> Tensor:
    """The text of the specification, section 2.1, in Python floats."""
    rows = []
    for feature, label in zip(features.tolist(), labels.tolist(), strict=True):
        row = []
        for product, column in enumerate(head.weight.T.tolist()):
            dot = sum(a * b for a, b in zip(feature, column, strict=True))
            cos = dot / math.sqrt(sum(a * a for a in feature) * sum(b * b for b in column))
            sin = math.sqrt(1 - cos**2 + 1e-6)
            phi = cos * math.cos(m) - sin * math.sin(m)
            if easy:
                own = phi if cos > 0 else cos
            else:
                own = phi if cos > -math.cos(m) else cos - m * math.sin(m)
            row.append(s * (own if product == label else cos))
        rows.append(row)
    return torch.tensor(rows, dtype=torch.float64)


def made_head(products: int = 7, **options: float | bool) -> ArcMargin:
    torch.manual_seed(3)
    return ArcMargin(5, products, **options).double()  # type: ignore[arg-type]


@pytest.mark.parametrize("easy", [False, True])
@pytest.mark.parametrize(("m", "s"), [(0.5, 80.0), (0.2, 30.0), (0.0, 1.0), (1.4, 24.0)])
def test_training_logits_are_those_of_the_formula(m: float, s: float, easy: bool) -> None:
    head = made_head(margin=m, scale=s, easy_margin=easy)
    features = 4 * torch.randn(40, 5, dtype=torch.float64)
    labels = torch.arange(40) % 7

    logits = head(features, labels)

    torch.testing.assert_close(logits, slow_logits(head, features, labels, m, s, easy))


@pytest.mark.parametrize(("easy", "expected"), [(False, -1 - 0.5 * math.sin(0.5)), (True, -1.0)])
def test_a_feature_that_points_away_is_on_the_far_branch(easy: bool, expected: float) -> None:
    head = made_head(scale=1.0, easy_margin=easy)
    opposite = -head.weight.detach().T[[2]]

    logits = head(opposite, torch.tensor([2]))

    assert logits[0, 2].item() == pytest.approx(expected)


def test_the_logit_of_the_true_product_never_rises_with_the_angle() -> None:
    head = made_head(products=1, scale=1.0)
    with torch.no_grad():
        head.weight.copy_(torch.eye(5)[:, :1])
    angles = torch.linspace(0, math.pi, 500, dtype=torch.float64)
    features = torch.zeros(500, 5, dtype=torch.float64)
    features[:, 0], features[:, 1] = angles.cos(), angles.sin()

    logits = head(features, torch.zeros(500, dtype=torch.int64))[:, 0]

    # at cosine 1 the epsilon under the root counts as a thousandth of an angle
    assert (logits[1:] <= logits[:-1] + 1e-3).all()


@pytest.mark.parametrize(
    ("is_training", "has_labels"), [(False, True), (False, False), (True, False)]
)
def test_without_labels_or_training_there_are_bare_cosines(
    is_training: bool, has_labels: bool
) -> None:
    head = made_head().train(is_training)
    features = torch.randn(6, 5, dtype=torch.float64)

    logits = head(features, torch.arange(6) if has_labels else None)

    expected = F.cosine_similarity(features[:, None], head.weight.T[None], dim=2)
    torch.testing.assert_close(logits, expected)


def test_the_length_of_a_feature_does_not_count() -> None:
    head = made_head()
    features, labels = torch.randn(4, 5, dtype=torch.float64), torch.arange(4)

    short, long = head(1e-3 * features, labels), head(1e3 * features, labels)

    torch.testing.assert_close(short, long)


@pytest.mark.parametrize("sign", [1, -1])
def test_gradients_are_finite_where_the_cosine_is_1(sign: int) -> None:
    torch.manual_seed(0)
    head = ArcMargin(16, 50)  # float32, where rounding takes cosines over 1
    features = (sign * 3 * head.weight.detach().T).clone().requires_grad_()

    loss = F.cross_entropy(head(features, torch.arange(50)), torch.arange(50))
    loss.backward()  # type: ignore[no-untyped-call]

    assert features.grad is not None
    assert head.weight.grad is not None
    assert bool(features.grad.isfinite().all() & head.weight.grad.isfinite().all())


def test_the_defaults_and_the_layout_are_those_of_the_official_weights() -> None:
    head = ArcMargin(512, 9)

    facts = (head.margin, head.scale, head.easy_margin, tuple(head.weight.shape))

    assert facts == (0.5, 80.0, False, (512, 9))
    assert head.weight.std().item() == pytest.approx((2 / 521) ** 0.5, rel=0.05)


def test_the_cosines_given_are_not_changed_in_place() -> None:
    head = made_head()
    features = torch.randn(4, 5, dtype=torch.float64)
    before = features.clone()

    head(features, torch.arange(4))

    assert torch.equal(features, before)
