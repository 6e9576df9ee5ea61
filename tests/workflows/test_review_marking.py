"""What the detector missed: marked by words or by place, with clear words where marks overlap."""

import pytest

from disclosure.canonical import public_record
from tests.workflows.test_review import decide, spot, waiting
from workflows.models import ReviewDecision
from workflows.review import marking
from workflows.review.deciding import CannotDecide
from workflows.review.spots import spots_of

PROSE = "<p>反映人住老槐树下第三家。</p><p>请到老槐树下第三家领取。</p>"
WORDS = "老槐树下第三家"


def mark(state, team, part, text, action="remove"):
    return marking.mark(state, part, text, "ADDRESS_DETAIL", action, team.reviewer)


def test_every_occurrence_in_the_item_is_marked(team):
    _page, state = waiting(team, PROSE)
    met = mark(state, team, "b/1", WORDS)
    assert {place[0] for place in met.places} == {"b/1", "b/2"}
    assert "2 处" in met.sentence
    assert WORDS not in str(list(ReviewDecision.objects.values()))


def test_a_selection_names_its_place_and_the_words_are_read_from_there(team):
    _page, state = waiting(team, PROSE)
    met = marking.mark_place(state, ("b/1", 4, 11), "ADDRESS_DETAIL", "remove", team.reviewer)
    assert [place for place in met.places if place[0] == "b/1"] == [("b/1", 4, 11)]
    assert len(met.places) == 2


def test_a_place_outside_the_text_is_refused(team):
    _page, state = waiting(team, PROSE)
    for start, end in ((0, 999), (5, 5), (7, 2)):
        with pytest.raises(CannotDecide, match="刷新"):
            marking.mark_place(state, ("b/1", start, end), "QUASI", "remove", team.reviewer)


def test_a_mark_around_a_finding_takes_its_place(team):
    page, state = waiting(team)
    decide(state, team, "RECIPIENT_NAME", "mask")
    found = spot(state, "RECIPIENT_NAME")
    content = dict(public_record(page))["b/2"]
    met = mark(state, team, "b/2", content[found.start - 2 : found.end])
    assert met.swallowed == 1
    assert "并入" in met.sentence
    here = [s for s in spots_of(state.revision) if s.part == "b/2" and s.start <= found.start]
    assert [(s.cls, s.action) for s in here] == [("ADDRESS_DETAIL", "remove")]


def test_a_mark_inside_a_finding_leads_to_that_finding(team):
    _page, state = waiting(team)
    found = spot(state, "RESIDENT_ID")
    with pytest.raises(CannotDecide, match="已在正文发现的第"):
        mark(state, team, "b/2", found.value[:8])


def test_a_mark_over_half_of_a_finding_says_so(team):
    page, state = waiting(team)
    found = spot(state, "RESIDENT_ID")
    content = dict(public_record(page))["b/2"]
    with pytest.raises(CannotDecide, match="一部分"):
        mark(state, team, "b/2", content[found.start - 2 : found.start + 4])


def test_what_is_marked_cannot_be_kept(team):
    _page, state = waiting(team, PROSE)
    with pytest.raises(CannotDecide, match="隐藏、删除或概括"):
        mark(state, team, "b/1", WORDS, "keep")
