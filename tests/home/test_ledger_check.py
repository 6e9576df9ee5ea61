import io
import json

import pytest
from django.core.management import call_command

from disclosure import publishing
from disclosure.models import PublicVersion
from ledger.models import LedgerSeed
from search.models import SearchDocument
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
