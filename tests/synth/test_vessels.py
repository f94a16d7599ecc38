from itertools import pairwise

import numpy as np
import pytest

from colugo.synth import SynthProduct, make_family
from colugo.synth.bodies import body_of


def test_every_product_has_a_body_of_a_likely_size(shop: list[SynthProduct]) -> None:
    for product in shop:
        points = np.concatenate(body_of(product).shape.pieces)

        span = np.sort(np.ptp(points, axis=0))

        assert span[0] > 0.8  # cm
        assert span[2] < 40


def test_the_zones_of_a_vessel_cover_it_from_foot_to_top(shop: list[SynthProduct]) -> None:
    vessels = [vessel for one in shop if (vessel := body_of(one).vessel)]

    for vessel in vessels:
        ends = [(zone.low_cm, zone.high_cm) for zone in vessel.zones]

        assert ends[0][0] == 0
        assert ends[-1][1] == pytest.approx(vessel.shape.height, abs=1e-4)
        assert all(below[1] == above[0] for below, above in pairwise(ends))
        assert sum(zone.made_of == "label" for zone in vessel.zones) == 1


def test_heights_rise_along_every_profile(shop: list[SynthProduct]) -> None:
    vessels = [vessel for one in shop if (vessel := body_of(one).vessel)]

    steps = [np.diff(vessel.shape.profile[:, 0]).min() for vessel in vessels]

    assert min(steps) > 0


def test_a_larger_size_is_a_larger_body() -> None:
    families = [make_family(number, 3) for number in range(80)]
    in_size_only = [f for f in families if len({one.size_text for one in f}) == 3]

    for members in in_size_only:
        spans = [
            np.ptp(np.concatenate(body_of(one).shape.pieces), axis=0).prod() for one in members
        ]

        prices = [float(one.price_text) for one in members]
        assert len(set(spans)) == 3 or members[0].kind in ("can", "cup")
        assert len(set(prices)) == 3


def test_flavours_of_a_family_share_their_form() -> None:
    members = make_family(1, 4)

    spans = [np.ptp(np.concatenate(body_of(one).shape.pieces), axis=0) for one in members]

    assert np.allclose(spans, spans[0], rtol=0.05)  # bags are creased, each in its own way
