"""Figures of one or two persons: proposed as findings, replaced by <3, and not to be computed."""

import pytest

from disclosure.canonical import public_record
from disclosure.models import IndicatorRow
from tests import factories
from workflows import actions, redaction
from workflows.models import ReviewDecision
from workflows.review.deciding import Decide, decide
from workflows.review.spots import spots_of
from workflows.standing import running_state

pytestmark = pytest.mark.django_db


def statistics(team, figures, domain="welfare"):
    """A draft with statistics; `figures` are (name, unit, value)."""
    row = next(
        row
        for row in factories.seeded_rows()
        if row["domain"] == domain
        and any(e["type"] == "table<indicator_row>" for e in row["elements"])
    )
    element = next(e["name"] for e in row["elements"] if e["type"] == "table<indicator_row>")
    page = factories.filled(factories.catalogue_item(row["code"]), team.unit)
    page.owner = team.editor
    page.indicator_rows.set(
        [
            IndicatorRow(table=element, sort_order=n, name=name, unit=unit, value=value)
            for n, (name, unit, value) in enumerate(figures)
        ]
    )
    page.recipient_tables.set([])
    page.save()
    page.save_revision(user=team.editor)
    page.revisions.filter(user=factories.user()).update(user=team.editor)
    page = type(page).objects.get(pk=page.pk)
    actions.submit(page, team.editor)
    actions.approve(page, team.approver)
    return page


VILLAGES = [("东风村", "户", 1), ("柳河村", "户", 12), ("双山村", "户", 20), ("合计", "户", 33)]


def small(page):
    return [s for s in spots_of(running_state(page).revision) if s.cls.startswith(("SMALL", "HID"))]


def test_a_small_figure_and_one_that_gives_it_away_are_proposed(team):
    page = statistics(team, VILLAGES)
    assert [spot.cls for spot in small(page)] == ["SMALL_CELL_3", "HIDDEN_CELL"]


def test_without_a_total_no_other_figure_is_lost(team):
    page = statistics(team, VILLAGES[:3])
    assert [spot.cls for spot in small(page)] == ["SMALL_CELL_3"]


def test_money_and_percentages_are_no_persons(team):
    page = statistics(team, [("标准", "元", 2), ("覆盖率", "%", 1)])
    assert not small(page)


def test_what_is_decided_stands_in_the_public_record(team):
    page = statistics(team, VILLAGES)
    actions.review_and_clear(page, team.reviewer, "proposed")
    actions.release(page, team.publisher)
    page = type(page).objects.get(pk=page.pk)
    rows = [text for part, text in public_record(page) if part.startswith("t/") and "户" in text]
    assert rows[0].split("\t")[:3] == ["东风村", "户", "<3"]
    assert rows[1].split("\t")[:3] == ["柳河村", "户", "未显示"]
    assert rows[3].split("\t")[2].startswith("33")
    shown = [row for row in page.indicator_rows.all() if row.replaced]
    assert [row.value for row in shown] == [None, None]


def test_a_kept_figure_that_gives_a_hidden_one_away_stops_the_review(team):
    page = statistics(team, VILLAGES)
    state = running_state(page)
    first, second = small(page)
    decide(state, Decide(*first.key, "generalise"), team.reviewer)
    grounds = {"reason": "须逐村列明", "basis": "社会救助暂行办法"}
    decide(state, Decide(*second.key, "keep", **grounds), team.reviewer)
    with pytest.raises(redaction.StillOpen) as caught:
        actions.review_and_clear(page, team.reviewer)
    assert any("推算" in reason for reason in caught.value.reasons)
    assert not ReviewDecision.objects.filter(action="").exists()
