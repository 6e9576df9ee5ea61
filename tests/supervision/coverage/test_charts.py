"""Bars that add up, whatever the numbers."""

import pytest

from supervision import charts
from supervision.coverage.measure import Figures


@pytest.mark.parametrize(
    "figures",
    [
        Figures(),
        Figures(on_time=1),
        Figures(on_time=1, late=1, missing=1, nothing=1),
        Figures(on_time=100_000, late=1, missing=1),
        Figures(missing=3, due=9),
    ],
)
def test_parts_lie_on_one_another_from_the_base_and_none_is_lost(figures):
    chart = charts.columns([("26/1", figures), ("26/2", Figures(on_time=9))])
    edge = chart.base
    for part in chart.bars[0].parts:
        assert part.y + part.height == edge
        assert part.height > 0
        edge = part.y
    shown = {part.kind for part in chart.bars[0].parts}
    assert shown == {kind for kind in charts.PARTS if getattr(figures, kind)}


def test_the_tallest_bar_fills_the_height_and_words_stand_above_it():
    chart = charts.columns([("a", Figures(on_time=10)), ("b", Figures(on_time=5))])
    tall, half = chart.bars
    assert tall.parts[0].height == 2 * half.parts[0].height == 150
    assert 0 < tall.top < tall.parts[0].y
    assert tall.said == "100.0%"


def test_bars_stay_in_the_drawing_for_any_number_of_quarters():
    for number in range(1, 13):
        chart = charts.columns([(str(n), Figures(on_time=n)) for n in range(number)])
        for bar in chart.bars:
            assert all(part.x >= 0 and part.x + part.width <= chart.width for part in bar.parts)


def test_a_strip_is_as_long_as_the_whole():
    parts = charts.strip(Figures(on_time=1, late=1, missing=1))
    assert sum(part.width for part in parts) == 120
    assert charts.strip(Figures(due=3)) == ()
