from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from ledger import append_only, commitments, entry, opening
from ledger.append import CannotAppend, ClockBehind, append
from ledger.commitments import BadParts
from ledger.entry import BadEntry
from ledger.models import LedgerEntry, LedgerHead, LedgerSeed

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
PARTS = [("title", "低保公示"), ("b/1", "测试甲"), ("links", "")]


def event(type="publish", item="jl-mzt-2026-00001", reason=None, parts=PARTS, **given):
    given = {"org": "吉林省民政厅", "now": NOW} | given
    if reason is None:
        reason = "" if type == "publish" else "update"
    return append(type=type, item=item, reason=reason, parts=parts, **given)


def withdraw(reason, **given):
    return event("withdraw", reason=reason, parts=[], **given)


@pytest.mark.django_db(transaction=True)
def test_appending_outside_a_transaction_is_refused():
    with pytest.raises(CannotAppend):
        event()


@pytest.mark.django_db
def test_the_entry_says_what_happened_and_points_back():
    first = event()
    other = event(item="jl-mzt-2026-00002")
    second = event("revise", reason="correction")

    assert [first.index, other.index, second.index] == [0, 1, 2]
    stored = LedgerEntry.objects.get(pk=2)
    assert stored.event == entry.Event(
        type="revise",
        item="jl-mzt-2026-00001",
        rev=2,
        org="吉林省民政厅",
        time="2026-11-24T10:00:00Z",
        prev=0,
        root=second.root,
        reason="correction",
    )
    assert stored.leaf == entry.leaf_hash(stored.entry)
    assert len(stored.code) == 16
    assert commitments.root(stored.parts_manifest) == second.root


@pytest.mark.django_db
def test_the_seed_opens_the_manifest_and_is_fresh_each_time():
    first, second = event(), event("revise")

    seeds = {row.index: row.seed for row in LedgerSeed.objects.all()}
    assert commitments.manifest(seeds[0], PARTS) == first.parts_manifest
    assert first.root != second.root
    assert opening.stands_as(second, PARTS)
    assert not opening.stands_as(second, [*PARTS[:1], ("b/1", "测试乙"), PARTS[2]])
    assert not opening.stands_as(second, PARTS[:2])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "type"),
    [
        ([], "revise"),
        ([], "withdraw"),
        ([], "restore"),
        (["publish"], "publish"),
        (["publish"], "restore"),
        (["publish", "withdraw"], "publish"),
        (["publish", "withdraw"], "revise"),
        (["publish", "withdraw"], "redact"),
        (["publish", "withdraw"], "withdraw"),
        (["publish", "withdraw", "restore"], "restore"),
    ],
)
def test_events_out_of_order_are_refused(before, type):
    for earlier in before:
        event(earlier, parts=[] if earlier == "withdraw" else PARTS)

    with pytest.raises(CannotAppend):
        event(type, parts=[] if type == "withdraw" else PARTS)
    assert LedgerHead.objects.get().size == len(before)


@pytest.mark.django_db
def test_a_withdrawal_has_no_parts_and_everything_else_has_some():
    event()
    with pytest.raises(CannotAppend):
        event("withdraw")
    with pytest.raises(CannotAppend):
        event("revise", parts=[])


@pytest.mark.django_db
def test_free_text_never_enters_as_a_reason():
    event()
    with pytest.raises(BadEntry):
        event("revise", reason="张三要求")
    with pytest.raises(BadParts):
        event("revise", parts=[*PARTS, ("b/1", "again")])


@pytest.mark.django_db
def test_time_never_runs_backwards_and_a_lagging_clock_stops_the_log():
    event(now=NOW)
    later = event("revise", now=NOW - timedelta(seconds=600))
    assert later.time == "2026-11-24T10:00:00Z"

    with pytest.raises(ClockBehind):
        event("revise", now=NOW - timedelta(seconds=601))
    assert event("revise", now=NOW + timedelta(seconds=1.9)).time == "2026-11-24T10:00:01Z"


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["privacy", "legal"])
def test_a_removal_takes_away_what_opens_every_revision(reason):
    event()
    event("revise")
    event(item="jl-mzt-2026-00002")

    withdraw(reason)

    assert [row.index for row in LedgerSeed.objects.all()] == [2]
    assert not opening.stands_as(LedgerEntry.objects.get(pk=0), PARTS)


@pytest.mark.django_db
def test_another_withdrawal_keeps_what_opens_the_text():
    event()
    gone = withdraw("expired")

    assert gone.root == ""
    assert gone.parts_manifest == []
    assert [row.index for row in LedgerSeed.objects.all()] == [0]


@pytest.mark.django_db
def test_a_redaction_leaves_only_what_stays_public_of_earlier_revisions():
    old = event(parts=[*PARTS, ("b/2", "联系人测试乙")])
    event("revise", parts=[*PARTS, ("b/2", "咨询测试乙")])

    event(
        "redact", reason="privacy", parts=[("title", "低保公示"), ("b/1", "测试*"), ("links", "")]
    )

    seeds = {row.index: row for row in LedgerSeed.objects.all()}
    assert seeds[0].seed is None
    assert set(seeds[0].salts) == set(seeds[1].salts) == {"title", "links"}
    assert seeds[2].seed is not None
    kept = {name: bytes.fromhex(salt) for name, salt in seeds[0].salts.items()}
    assert set(commitments.opened_by(old.parts_manifest, kept, PARTS)) == {"title", "links"}


@pytest.mark.django_db
def test_a_part_that_the_caller_names_as_public_stays_open_through_two_redactions():
    event(parts=[*PARTS, ("b/2", "第二段")])
    fewer = [("title", "低保公示"), ("b/1", "第二段"), ("links", "")]

    event("redact", reason="privacy", parts=fewer, remaining={1: {"b/2", "unknown"}})
    assert set(LedgerSeed.objects.get(index=0).salts) == {"title", "links", "b/2"}

    event("redact", reason="privacy", parts=fewer[1:])
    assert set(LedgerSeed.objects.get(index=0).salts) == {"links"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET item = 'x'",
        "DELETE FROM ledger_entry",
        pytest.param("TRUNCATE ledger_entry", marks=pytest.mark.postgres),
        pytest.param(
            "INSERT OR REPLACE INTO ledger_entry "
            "SELECT 0, 'x', 1, type, entry, leaf, code, manifest FROM ledger_entry",
            marks=pytest.mark.sqlite,
        ),
        pytest.param(
            "INSERT OR REPLACE INTO ledger_entry "
            "SELECT 9, item, 1, type, entry, leaf, code, manifest FROM ledger_entry",
            marks=pytest.mark.sqlite,
        ),
    ],
)
def test_the_database_itself_refuses_to_change_an_entry(statement):
    event()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)

    assert LedgerEntry.objects.get().item == "jl-mzt-2026-00001"


@pytest.mark.django_db
def test_a_missing_trigger_is_named():
    assert append_only.missing(connection) == []
    append_only.remove(connection)
    assert append_only.missing(connection)
    append_only.install(connection)
    assert append_only.missing(connection) == []


@pytest.mark.django_db
def test_a_lost_head_row_is_made_again_for_an_empty_log():
    LedgerHead.objects.all().delete()
    assert event().index == 0
