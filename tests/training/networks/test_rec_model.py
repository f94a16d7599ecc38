"""The recognition networks: whitening, the two heads, and what of them learns."""

import pytest
import torch
from torch import Tensor, nn

from colugo.training.networks.rec_model import FullyConnected, RecModel, TwoHeads, Whitening


def slanted_features(rows: int, dim: int) -> Tensor:
    """Features with a mean, and with directions of very different spread."""
    torch.manual_seed(5)
    return torch.randn(rows, dim) * torch.logspace(0, -2, dim) @ torch.randn(dim, dim) + 7


def filled_heads(**options: object) -> TwoHeads:
    torch.manual_seed(1)
    network = TwoHeads(blocks=14, dims=(6, 4), **options)  # type: ignore[arg-type]
    network.whitening.fit(torch.rand(20, 1280))
    return network.eval()


def test_whitened_features_have_unit_covariance_up_to_shrinkage() -> None:
    features = slanted_features(rows=400, dim=12)
    whitening = Whitening(12, 8)

    whitening.fit(features, shrinkage=0.05)
    whitened = whitening(features).double()

    variances = torch.linalg.eigvalsh(torch.cov(features.double().T)).flip(0)[:8]
    expected = variances / (variances + 0.05 * variances[0])
    torch.testing.assert_close(torch.cov(whitened.T), expected.diag(), atol=2e-4, rtol=1e-3)
    torch.testing.assert_close(whitened.mean(0), torch.zeros(8).double(), atol=1e-4, rtol=0)


def test_next_to_no_shrinkage_gives_unit_covariance() -> None:
    features = slanted_features(rows=400, dim=6)
    whitening = Whitening(6, 6)

    whitening.fit(features, shrinkage=1e-9)

    covariance = torch.cov(whitening(features).double().T)
    torch.testing.assert_close(covariance, torch.eye(6).double(), atol=2e-3, rtol=0)


def test_fewer_features_than_directions_give_finite_numbers() -> None:
    whitening = Whitening(32, 16)

    whitening.fit(slanted_features(rows=5, dim=32))

    assert whitening(slanted_features(rows=9, dim=32)).isfinite().all()


def test_the_whitening_travels_with_the_weights() -> None:
    fitted, fresh = Whitening(6, 3), Whitening(6, 3)
    fitted.fit(slanted_features(rows=20, dim=6))

    fresh.load_state_dict(fitted.state_dict())

    features = torch.rand(4, 6)
    assert torch.equal(fresh(features), fitted(features))
    assert not list(fresh.parameters())


def test_embeddings_have_length_1_and_the_whole_dim() -> None:
    network = filled_heads()

    embeddings = network(torch.rand(3, 3, 64, 64))

    assert embeddings.shape == (3, network.dim) == (3, 10)
    torch.testing.assert_close(embeddings.norm(dim=1), torch.ones(3))


@pytest.mark.parametrize("weight", [0.0, 0.7, 2.0])
def test_the_general_part_is_so_many_times_as_long_as_the_special_one(weight: float) -> None:
    network = filled_heads(general_weight=weight)

    embeddings = network(torch.rand(3, 3, 64, 64))

    special, general = embeddings[:, :6].norm(dim=1), embeddings[:, 6:].norm(dim=1)
    torch.testing.assert_close(general, weight * special)


def test_only_the_special_tail_and_the_neck_learn() -> None:
    network = filled_heads()

    network(torch.rand(2, 3, 64, 64))[:, 0].sum().backward()

    learning = {name.split(".")[0] for name, p in network.named_parameters() if p.grad is not None}
    frozen = {name.split(".")[0] for name, p in network.named_parameters() if not p.requires_grad}
    assert learning == {"special", "neck"}
    assert frozen == {"trunk", "general"}


def test_joining_the_maps_of_the_trunk_is_the_whole_network() -> None:
    network = filled_heads()
    images = torch.rand(2, 3, 64, 64)

    joined = network.join(network.trunk(images))

    assert torch.equal(joined, network(images))


def test_rec_model_is_backbone_then_neck_under_the_official_names() -> None:
    backbone = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(3, 1280))
    model = RecModel(backbone, dim=512)
    images = torch.rand(2, 3, 8, 8)

    features = model(images)

    assert {"neck.fc.weight", "neck.fc.bias"} <= model.state_dict().keys()
    torch.testing.assert_close(features, model.neck.fc(backbone(images)))
    assert features.shape == (2, 512)


def test_the_neck_starts_as_the_specification_says() -> None:
    torch.manual_seed(0)
    neck = FullyConnected(1280, 512)

    deviation = neck.fc.weight.std().item()

    assert deviation == pytest.approx((2 / (1280 + 512)) ** 0.5, rel=0.02)
    assert not neck.fc.bias.any()
