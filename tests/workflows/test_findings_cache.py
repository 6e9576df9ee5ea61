"""The detector runs once for a content: screens read what is kept, and nothing kept is a value."""

import pytest

from privacy import lexicon
from tests.workflows import people
from tests.workflows.test_review import waiting
from workflows.models import FoundPlaces
from workflows.review import findings_cache
from workflows.review.spots import spots_of


@pytest.fixture
def asked(monkeypatch):
    """Texts the detector was asked about."""
    texts = []
    real = findings_cache.detect_all

    def detect_all(some, **options):
        some = list(some)
        texts.extend(some)
        return real(some, **options)

    monkeypatch.setattr(findings_cache, "detect_all", detect_all)
    return texts


def test_the_second_look_does_not_ask_the_detector(team, asked):
    _page, state = waiting(team)
    first = spots_of(state.revision)
    asked.clear()
    again = spots_of(state.revision)
    assert asked == []
    assert [spot.key for spot in again] == [spot.key for spot in first]


def test_what_is_kept_holds_no_value(team):
    _page, state = waiting(team)
    spots_of(state.revision)
    kept = str(vars(FoundPlaces.objects.get(revision_id=state.revision_id)))
    assert people.ID_NUMBER not in kept
    assert people.NAME not in kept


def test_another_content_under_the_same_revision_is_looked_at_anew(team, asked):
    _page, state = waiting(team)
    spots_of(state.revision)
    asked.clear()
    state.revision.content["title"] = "关于调整受理时间的公告"
    state.revision.save()
    spots_of(state.revision)
    assert asked


def test_a_new_word_in_a_lexicon_asks_the_detector_again(team, asked, monkeypatch):
    _page, state = waiting(team)
    spots_of(state.revision)
    asked.clear()
    monkeypatch.setattr(lexicon, "version", lambda: "another", raising=False)
    spots_of(state.revision)
    assert asked


def test_counts_of_many_items_cost_one_query(team, django_assert_num_queries):
    states = [waiting(team, title=f"关于第{n}号工作的公告")[1] for n in range(3)]
    revisions = [state.revision for state in states]
    counts = findings_cache.counts_of(revisions)
    assert all(counts[r.pk]["RESIDENT_ID"] == 1 for r in revisions)
    with django_assert_num_queries(1):
        findings_cache.counts_of(revisions)
