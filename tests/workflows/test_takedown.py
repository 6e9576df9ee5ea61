"""One act hides an item everywhere; every copy is red until it was looked at and is gone."""

import json

import pytest

from disclosure import copies, outbox
from disclosure.models import Outbox, PublicVersion
from privacy import sweep, vault
from privacy.models import VaultObject
from privacy.needles import Needles
from search.engines import EngineUnavailable
from tests import factories
from tests.workflows import people
from workflows import actions, roles, setup, takedown
from workflows.models import Incident, Takedown
from workflows.standing import NotAllowed
from workflows.wording import HoldsPersonalData

NOTE = "正文第二段写了不该公开的身份证件号码。"


def publish(page, team):
    """Nothing in it needs a decision."""
    actions.submit(page, team.editor)
    actions.approve(page, team.approver)
    actions.review_and_clear(page, team.reviewer)
    actions.release(page, team.publisher)


@pytest.fixture
def live(team):
    page = people.notice(team)
    publish(page, team)
    page.refresh_from_db()
    return page


def take_down(page, by, **fields):
    given = {"note": NOTE, "classes": ["RESIDENT_ID"], **fields}
    return takedown.take_down(page, by=by, **given)


@pytest.mark.django_db(transaction=True)
def test_one_act_hides_the_item_on_every_surface(transactional_team, client):
    team, page = transactional_team
    number, title = page.number, page.title
    assert title in client.get(f"/i/{number}/").content.decode()
    done = take_down(page, team.reviewer)
    assert {check.name for check in done.copies.all()} >= {
        "page",
        "item_data",
        "list_data",
        "search_data",
        "search_page",
        "lists",
        "sitemap",
        "search_store",
        "embedded",
        "versions",
        "drafts",
        "database",
    }
    assert [check.name for check in done.copies.filter(is_gone=False)] == []
    done.refresh_from_db()
    assert done.confirmed_at
    gone = client.get(f"/i/{number}/")
    assert gone.status_code == 410
    assert title not in gone.content.decode()
    assert client.get(f"/api/v1/items/{number}/").status_code == 410
    assert number not in client.get("/sitemap.xml").content.decode()


@pytest.fixture
def transactional_team(transactional_db):
    people.install()
    team = people.staff()
    page = people.notice(team)
    publish(page, team)
    page.refresh_from_db()
    return team, page


@pytest.mark.django_db(transaction=True)
def test_while_the_search_server_is_down_its_copy_stays_red(
    transactional_team, settings, monkeypatch
):
    team, page = transactional_team
    engine = FailingEngine()
    settings.SEARCH_ENGINE = "elastic"
    monkeypatch.setattr("search.indexing.get_engine", lambda: engine)
    monkeypatch.setattr("search.upkeep.copies.get_engine", lambda: engine)
    monkeypatch.setattr("search.answer.get_engine", lambda: engine)
    monkeypatch.setattr("search.upkeep.forgetting.get_engine", lambda: engine)
    done = take_down(page, team.reviewer)
    red = done.copies.filter(is_gone=False)
    assert [(check.name, check.error) for check in red] == [
        ("elastic", "EngineUnavailable"),
        ("elastic_files", ""),
    ]
    assert done.confirmed_at is None
    engine.is_down = False
    assert not takedown.confirm(done)
    assert [check.name for check in done.copies.filter(is_gone=False)] == ["elastic_files"]
    Outbox.objects.filter(kind="forget").update(due_at=None)  # half a minute later
    outbox.drain_for(page.number, ["forget"])
    assert takedown.confirm(done)
    done.refresh_from_db()
    assert done.confirmed_at
    assert engine.removed == [page.number]
    assert not outbox.pending().filter(kind="unindex").exists()


@pytest.mark.django_db(transaction=True)
def test_with_the_worker_stopped_the_public_copies_are_gone_all_the_same(
    transactional_team, settings
):
    team, page = transactional_team
    settings.OUTBOX_INLINE = False
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    done = take_down(page, team.reviewer)
    red = set(done.copies.filter(is_gone=False).values_list("name", flat=True))
    assert red <= {"database"}  # wiped by the worker, shown in red until then
    outbox.drain()
    assert takedown.look(done)


@pytest.mark.django_db(transaction=True)
def test_the_removed_text_stands_nowhere_outside_the_vault(transactional_team, client):
    team, _page = transactional_team
    mark = "协议编号7781553300912246"
    page = people.notice(team, prose=f"<p>受理情况见{mark}号卷宗。</p>")
    publish(page, team)
    client.force_login(team.reviewer)
    needle = Needles(["7781553300912246"])
    assert any(sweep.everywhere(needle))
    client.get(f"/admin/mingjing/take-down/{page.pk}/")
    client.post(f"/admin/mingjing/take-down/{page.pk}/", {"note": NOTE, "persons": "1"})
    client.get(f"/admin/mingjing/takedown/{page.pk}/")
    outbox.drain()
    assert [str(hit) for hit in sweep.everywhere(needle)] == []


class FailingEngine:
    """A search server that is away and comes back still holding everything."""

    def __init__(self):
        self.is_down, self.removed = True, []

    def _answer(self):
        if self.is_down:
            raise EngineUnavailable("connection refused")

    def remove(self, numbers):
        self._answer()
        self.removed += [number for _seq, number in numbers]

    def put(self, records):
        self._answer()

    def refresh(self):
        self._answer()

    def find(self, query):
        raise EngineUnavailable("asked the other engine")

    def records(self, numbers):
        self._answer()
        return {n: object() for n in numbers if n not in self.removed}

    def purge(self):
        self._answer()
        return True


def test_a_copy_that_cannot_be_looked_at_counts_as_there(live, team, monkeypatch):
    def broken(number, trace):
        raise OSError

    copies.register("broken", "坏掉的", broken)
    try:
        done = take_down(live, team.reviewer)
        assert done.copies.get(name="broken").error == "OSError"
        with pytest.raises(takedown.StillThere):
            takedown.confirm_later(live.number, {"takedown": done.pk})
    finally:
        copies._copies.pop("broken")


def test_the_owed_check_is_tried_again_at_least_every_minute(
    live, team, django_capture_on_commit_callbacks
):
    take_down(live, team.reviewer)
    row = Outbox.objects.get(kind="copies")
    assert row.number == live.number
    assert "copies" in outbox.REMOVING_KINDS
    assert outbox.LONGEST_RETRY_OF_REMOVALS.total_seconds() <= 60


def test_looking_again_finds_a_copy_that_came_back(live, team, client):
    done = take_down(live, team.reviewer)
    back = []
    copies.register("mirror", "镜像", lambda number, trace: bool(back))
    try:
        done.copies.create(name="mirror")
        assert done.copies.filter(name="mirror", is_gone=False).exists()
        takedown.look(done)
        assert done.copies.get(name="mirror").is_gone
        back.append("there again")
        client.force_login(team.reviewer)
        client.post(f"/admin/mingjing/takedown/{live.pk}/")
        assert not done.copies.get(name="mirror").is_gone
        back.clear()
        client.get(f"/admin/mingjing/takedown/{live.pk}/")
        assert done.copies.get(name="mirror").is_gone
    finally:
        copies._copies.pop("mirror")


@pytest.mark.parametrize("role", [roles.REVIEWER, roles.PUBLISHER])
def test_one_person_of_the_unit_suffices(live, team, role):
    assert take_down(live, getattr(team, role)).by == getattr(team, role)


def test_the_office_takes_down_in_any_unit(live, team):
    office = factories.user("office")
    setup.assign(office, roles.OFFICE)
    take_down(live, office)
    live.refresh_from_db()
    assert not live.live


def test_others_may_not(live, team):
    stranger = people.staff("jl-other").reviewer
    chief = factories.user("chief", is_superuser=True)
    for person in (team.editor, team.approver, stranger, chief):
        with pytest.raises(NotAllowed):
            take_down(live, person)
    live.refresh_from_db()
    assert live.live


def test_a_note_with_the_data_itself_is_refused_and_nothing_happens(live, team):
    with pytest.raises(HoldsPersonalData):
        take_down(live, team.reviewer, note=f"正文有身份证号{people.ID_NUMBER}")
    live.refresh_from_db()
    assert live.live
    assert not Takedown.objects.exists()


def test_the_removed_content_lies_in_the_vault_for_those_who_must_tell_the_persons(live, team):
    title = live.title
    done = take_down(live, team.reviewer)
    sealed = VaultObject.objects.get(pk=done.sealed_id)
    record = json.loads(vault.open(sealed, by=team.reviewer, reason="查明要通知谁").decode())
    assert ["title", title] in record
    with pytest.raises(vault.VaultRefused):
        vault.open(sealed, by=team.publisher, reason="看一看")


def test_without_the_vault_the_item_is_hidden_all_the_same(live, team, settings):
    settings.VAULT_KEYS = []
    done = take_down(live, team.reviewer)
    live.refresh_from_db()
    assert not live.live
    assert done.sealed_id is None


def test_a_submission_under_way_ends_and_the_draft_goes_back_to_its_editor(live, team, client):
    draft = live.get_latest_revision_as_object()
    draft.title = "关于再次调整救助服务时间的公告"
    draft.save_revision(user=team.editor)
    actions.submit(live, team.editor)
    take_down(live, team.reviewer)
    live.refresh_from_db()
    assert live.current_workflow_state is None
    assert not live.locked
    client.force_login(team.editor)
    answer = client.get(f"/admin/pages/{live.pk}/edit/").content.decode()
    assert "因含有个人信息已撤下" in answer


def test_editor_office_and_reviewers_learn_of_it_without_a_title(live, team, mailoutbox):
    office = factories.user("office")
    setup.assign(office, roles.OFFICE)
    title = live.title
    outbox.drain()
    mailoutbox.clear()
    take_down(live, team.publisher)
    outbox.drain()
    told = {to for mail in mailoutbox for to in mail.to}
    assert told == {
        "office@example.org",
        "reviewer-jl-test@example.org",
        "editor-jl-test@example.org",
    }
    for mail in mailoutbox:
        assert title not in mail.subject + mail.body
        assert NOTE not in mail.body
        assert live.number in mail.body


def test_a_takedown_opens_an_incident(live, team):
    since = PublicVersion.objects.get(number=live.number).released_at
    incident = take_down(live, team.reviewer, persons="9").incident
    assert incident.classes == ["RESIDENT_ID"]
    assert incident.persons == "9"
    assert incident.public_since == since


def test_a_machine_that_finds_a_leak_takes_the_item_down_itself(live, team):
    takedown.take_down_automatically(live.number, {"classes": ["PERSONAL_PHONE"]})
    live.refresh_from_db()
    assert not live.live
    assert Incident.objects.get().opened_by == "recheck"
    takedown.take_down_automatically(live.number, {"classes": []})
    assert Incident.objects.count() == 1


def test_the_form_keeps_what_was_typed_and_says_what_kind_stands_in_the_note(live, team, client):
    client.force_login(team.reviewer)
    address = f"/admin/mingjing/take-down/{live.pk}/"
    answer = client.post(address, {"note": f"电话{people.PHONE}", "persons": "1"})
    assert "手机号" in answer.content.decode()
    live.refresh_from_db()
    assert live.live
    answer = client.post(address, {"note": NOTE, "persons": "1", "classes": ["RESIDENT_ID"]})
    assert answer.url == f"/admin/mingjing/takedown/{live.pk}/"
    shown = client.get(answer.url).content.decode()
    assert "网页" in shown
    assert Incident.objects.get().serial in shown


def test_the_status_page_is_for_those_in_charge(live, team, client):
    take_down(live, team.reviewer)
    for person, status in ((team.editor, 404), (team.publisher, 200), (team.reviewer, 200)):
        client.force_login(person)
        assert client.get(f"/admin/mingjing/takedown/{live.pk}/").status_code == status
