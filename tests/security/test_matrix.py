"""Every address of Wagtail and of ours, with every role, against drafts of another unit (peers.md
§6): no canary in a body, a header, an error page, a mail or a log.
"""

import logging

import pytest
from django.core import mail
from django.urls import reverse

from privacy.needles import Needles
from tests import factories
from tests.security.test_units_see_their_own import addresses_of, body_of
from tests.workflows import people
from workflows import actions, roles, setup
from workflows.lists import uploading
from workflows.standing import running_state

pytestmark = pytest.mark.django_db

# Invented: the sequence 000 is never given out.
ID_NUMBER = "220102196607080004"
NAME = "匡玉芝"
LISTED = "阚守诚"
TITLE = "关于核对金丝雀台账的公告"
PROSE = f"<p>群众{NAME}（身份证号{ID_NUMBER}）反映房屋漏雨。</p>"
DRAFT_TITLE = "关于更正金丝雀台账的公告"
PERSONAL = Needles([ID_NUMBER, NAME, LISTED])
DRAFTS = Needles([ID_NUMBER, NAME, LISTED, TITLE, DRAFT_TITLE])
OF_A_UNIT = (roles.EDITOR, roles.APPROVER, roles.REVIEWER, roles.PUBLISHER)
# Who oversees all units sees where an item stands, by its title, and nothing of its text.
OF_ALL_UNITS = (roles.OFFICE, roles.AUDITOR, roles.ADMIN)


@pytest.fixture
def ours(site_ready):
    """Of 甲厅: an item in review, a draft with a list in the vault, a live item with a draft."""
    people.install()
    team = people.staff("jl-a", name="甲厅")
    waiting = people.notice(team, PROSE, title=TITLE)
    actions.submit(waiting, team.editor)
    actions.approve(waiting, team.approver)
    mail.outbox.clear()
    return team, waiting, with_list(team), live_with_draft(team)


def with_list(team):
    entry = next(
        row
        for row in factories.seeded_rows()
        if any(element["type"] == "table<recipient_row>" for element in row["elements"])
    )
    page = factories.filled(factories.catalogue_item(entry["code"]), team.unit)
    page.title, page.owner = TITLE, team.editor
    page.recipient_tables.set([])
    page.save()
    page.save_revision(user=team.editor)
    table = uploading.choices_for(page)[0][0]
    lines = [f"{LISTED if not n else f'阚守{n}'},22010219660708{n}009,300" for n in range(6)]
    data = "\n".join(["姓名,身份证号,金额（元）", *lines]).encode("gb18030")
    uploading.put_list(page, team.editor, data=data, name="甲.csv", table=table, caption="名册")
    return type(page).objects.get(pk=page.pk)


def live_with_draft(team):
    live = people.notice(team)
    actions.submit(live, team.editor)
    actions.approve(live, team.approver)
    actions.review_and_clear(live, team.reviewer)
    actions.release(live, team.publisher)
    draft = live.get_latest_revision_as_object()
    draft.title, draft.body = DRAFT_TITLE, [("prose", PROSE)]
    draft.save_revision(user=team.editor)
    return type(live).objects.get(pk=live.pk)


def outsider(role):
    """An account with this role in another unit, or for all units."""
    person = factories.user(f"outside-{role}")
    other = people.staff("jl-b", name="乙厅").unit
    setup.assign(person, role, other if role in OF_A_UNIT else None)
    return person, other


def answers(client, addresses, methods=("get", "head")):
    client.raise_request_exception = False
    for address in addresses:
        for method in methods:
            response = getattr(client, method)(address)
            yield f"{method} {address}", body_of(response) + str(dict(response.headers))


def leaks(client, addresses, wanted, methods=("get", "head")) -> list[str]:
    return [where for where, text in answers(client, addresses, methods) if wanted.found_in(text)]


def all_addresses(items, other) -> list[str]:
    found = set()
    for page in items:
        if running_state(page):
            found |= set(addresses_of(page, other))
        found |= {
            page.url_path,
            f"/i/{page.number}/?rev=99",
            f"/api/v2/pages/{page.pk}/",
            f"/api/v3/pages/{page.pk}/",
            f"/admin/pages/{page.pk}/edit/",
            f"/admin/pages/{page.pk}/edit/preview/",
            f"/admin/pages/{page.pk}/view_draft/",
            f"/admin/pages/{page.pk}/history/",
            f"/admin/pages/{page.pk}/copy/",
            f"/admin/pages/{page.pk}/revisions/compare/live...latest/",
            f"/admin/pages/{page.pk}/revisions/{page.latest_revision_id}/view/",
            f"/admin/pages/{page.pk}/revisions/{page.latest_revision_id}/revert/",
        }
    return sorted(found)


@pytest.fixture(autouse=True)
def all_logs(caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.WARNING)
    return caplog


def told(caplog, wanted) -> list[str]:
    logs = [f"log {r.name}" for r in caplog.records if wanted.found_in(r.getMessage())]
    return logs + [f"mail {n}" for n, m in enumerate(mail.outbox) if wanted.found_in(str(m.body))]


@pytest.mark.parametrize("role", [*OF_A_UNIT, *OF_ALL_UNITS])
def test_no_address_shows_a_role_anything_of_a_draft_of_another_unit(ours, client, all_logs, role):
    _team, *items = ours
    person, other = outsider(role)
    client.force_login(person)
    wanted = PERSONAL if role in OF_ALL_UNITS else DRAFTS
    assert leaks(client, all_addresses(items, other), wanted) == []
    assert told(all_logs, wanted) == []


def test_posting_to_every_address_shows_and_changes_nothing(ours, client, all_logs):
    _team, *items = ours
    person, other = outsider(roles.EDITOR)
    for role in OF_A_UNIT[1:]:
        setup.assign(person, role, other)
    before = [_state(page) for page in items]
    client.force_login(person)
    addresses = [a for a in all_addresses(items, other) if "/account/" not in a]
    assert leaks(client, addresses, DRAFTS, ("post",)) == []
    assert told(all_logs, DRAFTS) == []
    assert [_state(page) for page in items] == before


def _state(page):
    fresh = type(page).objects.get(pk=page.pk)
    state = running_state(fresh)
    return fresh.live, fresh.latest_revision_id, fresh.title, fresh.url_path, state and state.pk


def test_a_stranger_gets_nothing_of_a_draft_at_any_address(ours, client, all_logs):
    _team, *items = ours
    assert leaks(client, all_addresses(items, _team.unit), DRAFTS) == []
    assert told(all_logs, DRAFTS) == []


def test_the_canaries_can_be_seen_by_those_who_may(ours, client):
    """The walk looks at real pages: our own editor finds the draft there."""
    team, waiting, _listed, live = ours
    client.force_login(team.editor)
    assert leaks(client, [f"/admin/pages/{live.pk}/edit/"], DRAFTS)
    client.force_login(team.reviewer)
    assert leaks(client, [reverse("workflows:review", args=[waiting.pk])], DRAFTS)
