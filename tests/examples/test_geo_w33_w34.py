"""Worked examples W33 and W34 of facts/measures.md: coordinate systems and distance."""

from __future__ import annotations

import pytest

from genjin.lib.geo import distance_m, wgs84_to_gcj02

STORE = (31.230400, 121.473700)


def test_w33_the_two_systems_lie_481_m_apart() -> None:
    lat, lon = wgs84_to_gcj02(*STORE)
    assert (round(lat, 6), round(lon, 6)) == (31.228458, 121.478223)
    assert round(distance_m(*STORE, lat, lon)) == 481


def test_w34_haversine() -> None:
    assert round(distance_m(*STORE, 31.231300, 121.474600), 1) == 131.7


@pytest.mark.parametrize("point", [(48.8566, 2.3522), (-33.86, 151.2), (0.0, 0.0), (90.0, 180.0)])
def test_outside_china_nothing_is_shifted(point: tuple[float, float]) -> None:
    assert wgs84_to_gcj02(*point) == point


def test_distance_is_zero_at_the_same_point_and_half_the_globe_at_its_opposite() -> None:
    assert distance_m(*STORE, *STORE) == 0
    assert round(distance_m(0, 0, 0, 180)) == 20_015_114
