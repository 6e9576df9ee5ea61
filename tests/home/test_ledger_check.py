import io
import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Revision

from disclosure import publishing
from disclosure.gate import opened
from disclosure.models import PublicVersion
from ledger.models import LedgerEntry, LedgerSeed
from privacy.models import ScrubJob
from search.models import SearchDocument
from tests.disclosure import stories
from tests.workflows import people
from workflows import actions

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def item(settings, tmp_path):
    settings.LEDGER_DIR = tmp_path / "ledger"
    people.install()
    team = people.staff()
    page = people.notice(team)
    actions.submit(page, team.editor)
    actions.approve(page, team.approver)
    actions.review_and_clear(page, team.reviewer, "proposed")
    actions.release(page, team.publisher)
    page.refresh_from_db()
    return page


def check(*arguments):
    """Exit status and the mismatches found."""
    out = io.StringIO()
    try:
        call_command("ledger_check", "--json", *arguments, stdout=out)
    except SystemExit as end:
        return end.code, [json.loads(line) for line in out.getvalue().splitlines()]
    return 0, []


def test_a_released_and_a_withdrawn_item_agree_with_the_log(item):
    assert check() == (0, [])
    publishing.withdraw(item, reason="privacy", by=item.owner)
    assert check() == (0, [])
    assert check("--since", "1") == (0, [])


def test_what_stands_elsewhere_than_in_the_log_is_named_without_content(item):
    LedgerSeed.objects.update(seed=bytes(32))
    status, found = check()
    assert status == 1
    assert [(m["kind"], m["item"], m["where"]) for m in found] == [
        ("content_differs", item.number, "page")
    ]
    assert item.title not in json.dumps(found, ensure_ascii=False)


def test_removed_content_that_was_kept_or_is_searchable_is_found(item):
    publishing.withdraw(item, reason="privacy", by=item.owner)
    PublicVersion.objects.filter(number=item.number, rev=1).update(parts=[["title", "甲"]])
    SearchDocument.objects.filter(number=item.number).update(is_removed=False)

    kinds = {mismatch["kind"] for mismatch in check()[1]}

    assert kinds == {"withdrawn_but_searchable", "removed_but_kept"}


def test_an_index_that_lags_behind_is_found(item):
    SearchDocument.objects.filter(number=item.number).update(rev=9)
    assert [m["kind"] for m in check()[1]] == ["search_behind"]
    SearchDocument.objects.filter(number=item.number).delete()
    assert [m["kind"] for m in check()[1]] == ["not_searchable"]


# -- both ways, many items --------------------------------------------------------------------
def many(count):
    """Released items of one unit, each with its own text."""
    return [stories.released(title=f"关于第{n}号事项的公告") for n in range(count)]


@pytest.fixture
def log(settings, tmp_path):
    settings.LEDGER_DIR = tmp_path / "ledger"
    settings.LEDGER_KEY_FILE = str(tmp_path / "keys" / "ledger.pem")
    return settings.LEDGER_DIR


def test_a_live_item_without_event_and_an_event_without_item_are_named(log):
    quiet, gone = many(2)
    with transaction.atomic(), opened(gone.pk):
        type(gone).objects.filter(pk=gone.pk).update(live=False)
    draft = stories.draft()
    with transaction.atomic(), opened(draft.pk):
        type(draft).objects.filter(pk=draft.pk).update(live=True, number="jl-test-2026-00077")
    found = {(m["kind"], m["item"]) for m in check()[1]}
    assert found == {
        ("event_without_live_item", gone.number),
        ("live_without_event", "jl-test-2026-00077"),
    }
    assert quiet.live


def test_a_search_document_with_other_parts_or_another_event_is_named(log):
    one, two = many(2)
    SearchDocument.objects.filter(number=one.number).update(parts_digest="0" * 64)
    SearchDocument.objects.filter(number=two.number).update(ledger_index=99)
    found = {(m["kind"], m["item"]) for m in check()[1]}
    assert found == {("search_differs", one.number), ("search_behind", two.number)}


@pytest.mark.parametrize("name", ["title", "text"])
def test_a_search_document_with_other_words_is_named(log, name):
    (item,) = many(1)
    document = SearchDocument.objects.get(number=item.number)
    document.payload[name] += "又加了一句"
    document.save()
    status, found = check()
    assert status == 1
    assert [(m["kind"], m["item"]) for m in found] == [("search_differs", item.number)]
    assert "又加了一句" not in json.dumps(found, ensure_ascii=False)


def test_a_withdrawn_item_that_is_live_or_in_an_index_file_is_named(log):
    (item,) = many(1)
    publishing.withdraw(item, reason="expired", by=item.owner)
    assert check() == (0, [])
    with transaction.atomic(), opened(item.pk):
        type(item).objects.filter(pk=item.pk).update(live=True)
    assert {m["kind"] for m in check()[1]} == {"withdrawn_but_readable"}


def test_a_revision_that_a_removal_left_and_a_scrub_that_is_late_are_named(log):
    (item,) = many(1)
    publishing.withdraw(item, reason="privacy", by=item.owner)
    assert check() == (0, [])
    revision = Revision.page_revisions.filter(object_id=str(item.pk)).first()
    revision.content = {**revision.content, "title": "旧的标题"}
    revision.save(update_fields=["content"])
    ScrubJob.objects.create(page_id=item.pk)
    ScrubJob.objects.filter(done_at=None).update(created_at=timezone.now() - timedelta(hours=1))
    status, found = check()
    assert status == 1
    assert {(m["kind"], m["item"]) for m in found} == {
        ("removed_but_kept", item.number),
        ("scrub_owed", item.number),
    }
    assert "旧的标题" not in json.dumps(found, ensure_ascii=False)


def test_a_look_from_an_index_sees_what_changed_since_and_nothing_older(log):
    older, newer = many(2)
    SearchDocument.objects.update(parts_digest="0" * 64)
    newest = LedgerEntry.objects.get(item=newer.number).index
    assert [m["item"] for m in check("--since", str(newest))[1]] == [newer.number]
    assert {m["item"] for m in check("--full")[1]} == {older.number, newer.number}
    assert check("--since", str(newest + 1)) == (0, [])


def test_the_number_of_statements_does_not_grow_with_the_items(log):
    many(1)
    with CaptureQueriesContext(connection) as one:
        assert check() == (0, [])
    many(6)
    with CaptureQueriesContext(connection) as seven:
        assert check() == (0, [])
    assert len(seven) <= len(one)


def test_an_alarm_of_the_publisher_is_a_problem(log):
    many(1)
    from ledger import alarm

    alarm.sound("disk")
    assert [(m["kind"], m["where"]) for m in check()[1]] == [("alarm", "disk")]
    alarm.end()
    assert check() == (0, [])


def test_the_batches_hold_what_the_item_itself_says(log):
    from disclosure.batches import of_numbers
    from disclosure.canonical import public_record

    items = {item.number: item for item in many(3)}
    for page in of_numbers(list(items)):
        assert public_record(page) == public_record(items[page.number])
