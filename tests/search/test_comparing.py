"""An index is compared with what is public item by item, revision, ledger index and words."""

from itertools import islice

import pytest
from django.core.management import CommandError, call_command

from disclosure import outbox
from search.models import SearchDocument
from search.upkeep.comparing import compared, differences, live_states
from tests.disclosure import stories


def state(number, rev=1, index=7, digest="d"):
    return number, rev, index, digest


def problems(live, held):
    return list(compared(iter(live), iter(held)))


def test_equal_streams_have_no_differences():
    assert problems([], []) == []
    assert problems([state("a"), state("b")], [state("a"), state("b")]) == []


def test_every_kind_of_difference_is_named_in_order():
    live = [state("a"), state("b"), state("c"), state("d"), state("f")]
    held = [state("b", rev=2), state("c", index=8), state("d", digest="e"), state("e")]
    assert problems(live, held) == [
        ("a", "missing"),
        ("b", "old revision"),
        ("c", "other ledger index"),
        ("d", "other content"),
        ("e", "not public"),
        ("f", "missing"),
    ]


def test_streams_are_read_side_by_side_and_never_held():
    read = {"live": 0, "held": 0}

    def endless(name, step):
        at = 0
        while True:
            read[name] += 1
            yield state(f"{at:08}")
            at += step

    found = compared(endless("live", 1), endless("held", 2))
    assert [problem for _number, problem in islice(found, 1000)] == ["missing"] * 1000
    assert abs(read["live"] - 2 * read["held"]) <= 2


@pytest.mark.django_db
def test_other_words_under_the_right_revision_are_found(site_search, capsys):
    item = stories.released(title="关于白桦林养护的公告")
    outbox.drain()
    assert list(differences(site_search)) == []
    number, rev, index, digest = next(live_states())
    assert (number, rev) == (item.number, 1)
    document = SearchDocument.objects.get(number=number)
    assert (document.ledger_index, document.parts_digest) == (index, digest)
    SearchDocument.objects.update(payload={**document.payload, "parts_digest": "0" * 64})
    site_search.start_anew()
    assert list(differences(site_search)) == [(number, "other content")]
    with pytest.raises(CommandError):
        call_command("rebuild_search", check=True)
    call_command("rebuild_search")
    assert list(differences(site_search)) == []


@pytest.mark.django_db
def test_the_digest_of_a_removed_item_is_removed_with_it(site_search):
    from disclosure import publishing

    item = stories.released(title="关于白桦林养护的公告")
    outbox.drain()
    publishing.withdraw(item, reason="privacy", by=stories.person("publisher"))
    outbox.drain()
    document = SearchDocument.objects.get(number=item.number)
    assert (document.parts_digest, document.ledger_index, document.payload) == ("", None, {})


@pytest.mark.django_db
def test_comparing_takes_one_statement_for_any_number_of_items(
    site_search, django_assert_num_queries
):
    for words in ("养护", "采伐", "防火"):
        stories.released(title=f"关于白桦林{words}的公告")
    with django_assert_num_queries(1):
        assert len(list(live_states())) == 3
