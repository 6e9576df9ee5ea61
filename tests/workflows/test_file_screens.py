"""The review of a file on screen: who sees what, what is covered, and what every post keeps."""

import io

import pytest
from django.urls import reverse
from PIL import Image

from privacy import vault
from privacy.models import VaultAccess
from tests import factories
from tests.workflows import file_engine, people
from tests.workflows.test_files import OTHER, TEXT, in_review, review_of
from workflows.models import FileMark, Reveal

pytestmark = pytest.mark.django_db
PAGES = file_engine.PAGED + TEXT.encode()


@pytest.fixture
def engine(monkeypatch):
    return file_engine.install(monkeypatch)


@pytest.fixture
def team():
    people.install()
    team = people.staff()
    factories.user(team.reviewer.username, vault.VAULT_GROUP)
    return team


def screen(page, file):
    return reverse("workflows:review_file", args=[page.pk, file.pk])


def body(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def picture(answer) -> Image.Image:
    return Image.open(io.BytesIO(answer.content)).convert("RGB")


def test_a_document_is_shown_by_passages_with_hidden_values(client, team, engine):
    page, file = in_review(team)
    client.force_login(team.reviewer)
    told = body(client.get(screen(page, file)))
    assert "救助情况汇总" in told, told[told.find("mj-file") :][:3000]
    assert people.ID_NUMBER not in told
    assert OTHER not in told
    assert "未决定，不公开" in told
    assert "批注" in told  # hidden content that the copy leaves out


def test_the_review_page_lists_the_file_and_leads_to_it(client, team, engine):
    page, file = in_review(team)
    client.force_login(team.reviewer)
    told = body(client.get(reverse("workflows:review", args=[page.pk])))
    assert screen(page, file) in told
    assert "处待决定" in told
    assert people.ID_NUMBER not in told


def test_revealing_shows_the_page_once_and_is_written_down(client, team, engine):
    page, file = in_review(team)
    client.force_login(team.reviewer)
    told = body(client.post(screen(page, file), {"do": "reveal", "page": "1"}))
    assert people.ID_NUMBER in told
    assert Reveal.objects.get().part == f"file/{file.pk}/1"
    assert people.ID_NUMBER not in body(client.get(screen(page, file)))


def test_nobody_without_the_vault_sees_a_page(client, team, engine):
    page, file = in_review(team, PAGES)
    other = factories.user("second-reviewer")
    from workflows import roles, setup

    setup.assign(other, roles.REVIEWER, team.unit)
    other.groups.remove(*other.groups.filter(name=vault.VAULT_GROUP))
    client.force_login(other)
    address = reverse("workflows:file_page", args=[page.pk, file.pk, 1])
    assert client.get(address).status_code == 404
    client.post(screen(page, file), {"do": "reveal", "page": "1"})
    assert not Reveal.objects.exists()
    assert VaultAccess.objects.filter(action="refused").exists()


def test_only_the_reviewer_of_the_unit_reaches_the_page(client, team, engine):
    page, file = in_review(team, PAGES)
    stranger = people.staff("jl-other").reviewer
    factories.user(stranger.username, vault.VAULT_GROUP)
    for user in (stranger, team.editor, team.publisher, factories.user("root", is_superuser=True)):
        client.force_login(user)
        address = reverse("workflows:file_page", args=[page.pk, file.pk, 1])
        assert client.get(address).status_code in (302, 404)


def test_the_picture_is_covered_where_something_was_found(client, team, engine):
    page, file = in_review(team, PAGES)
    client.force_login(team.reviewer)
    spot = next(s for s in review_of(page).spots if s.part == "p2")
    answer = client.get(reverse("workflows:file_page", args=[page.pk, file.pk, 2]))
    assert answer.headers["Cache-Control"].count("no-store") == 1
    shown = picture(answer)
    left, top, right, bottom = spot.boxes[0]
    middle = (int((left + right) / 2 * shown.width), int((top + bottom) / 2 * shown.height))
    assert shown.getpixel(middle) == (27, 30, 36)


def test_the_clear_picture_needs_a_fresh_word_of_the_server(client, team, engine):
    page, file = in_review(team, PAGES)
    client.force_login(team.reviewer)
    address = reverse("workflows:file_page", args=[page.pk, file.pk, 1])
    assert client.get(address + "?clear=guessed").status_code == 404
    answer = client.post(screen(page, file), {"do": "reveal", "page": "1"})
    clear = answer.context["picture"]
    assert picture(client.get(clear)).getpixel((100, 100)) == (255, 0, 0)
    assert VaultAccess.objects.filter(action="opened", username=team.reviewer.username).exists()
    client.force_login(people.staff("jl-other").reviewer)
    assert client.get(clear).status_code in (302, 404)


def test_decisions_are_kept_one_by_one_and_can_be_undone(client, team, engine):
    page, file = in_review(team)
    client.force_login(team.reviewer)
    ref = review_of(page).spots[0].ref
    client.post(screen(page, file), {"do": "decide", "ref": ref, "action": "remove", "page": "1"})
    assert FileMark.objects.get().action == "remove"
    client.post(screen(page, file), {"do": "undo", "page": "1"})
    assert not FileMark.objects.exists()
    client.post(screen(page, file), {"do": "redo", "page": "1"})
    assert FileMark.objects.get().ref == ref


def test_a_page_can_be_decided_as_proposed_in_one_act(client, team, engine):
    page, file = in_review(team, PAGES)
    client.force_login(team.reviewer)
    client.post(screen(page, file), {"do": "proposed", "page": "2"})
    assert not [s for s in review_of(page).spots if s.part == "p2" and s.is_open]
    assert [s for s in review_of(page).spots if s.part == "p3" and s.is_open]


def test_a_box_is_drawn_moved_and_taken_away_without_script(client, team, engine):
    page, file = in_review(team, PAGES)
    client.force_login(team.reviewer)
    place = {"left": "10", "top": "20", "width": "50", "height": "10", "page": "1"}
    client.post(screen(page, file), {"do": "draw", **place, "cls": "BIOMETRIC"})
    mark = FileMark.objects.get()
    assert mark.boxes == [
        [
            pytest.approx(10 / 210, abs=0.001),
            pytest.approx(20 / 297, abs=0.001),
            pytest.approx(60 / 210, abs=0.001),
            pytest.approx(30 / 297, abs=0.001),
        ]
    ]
    told = body(client.get(screen(page, file)))
    assert "人脸、签名" in told
    client.post(screen(page, file), {"do": "move", "ref": mark.ref, **place, "left": "20"})
    mark.refresh_from_db()
    assert mark.boxes[0][0] == pytest.approx(20 / 210, abs=0.001)
    client.post(screen(page, file), {"do": "clear", "ref": mark.ref, "page": "1"})
    assert not FileMark.objects.exists()


@pytest.mark.parametrize("left", ["", "x", "nan", "1e999", "5000", "-400"])
def test_an_impossible_box_is_told_and_nothing_kept(client, team, engine, left):
    page, file = in_review(team, PAGES)
    client.force_login(team.reviewer)
    place = {"left": left, "top": "20", "width": "50", "height": "10", "page": "1"}
    told = body(client.post(screen(page, file), {"do": "draw", **place}))
    assert "毫米" in told
    assert not FileMark.objects.exists()


def test_a_refused_file_says_what_to_do(client, team, engine):
    page, file = in_review(team, b"PK\x03\x04")
    client.force_login(team.reviewer)
    assert "请把里面的文件分别上传" in body(client.get(screen(page, file)))
    review = body(client.get(reverse("workflows:review", args=[page.pk])))
    assert "请把里面的文件分别上传" in review


def test_a_long_copy_tells_the_reviewer_to_come_back(client, team, engine, monkeypatch):
    monkeypatch.setattr("workflows.files.building.AT_ONCE", 0)
    page, file = in_review(team)
    client.force_login(team.reviewer)
    client.post(screen(page, file), {"do": "proposed", "page": "1"})
    from workflows import actions, redaction
    from workflows.standing import running_state

    with pytest.raises(redaction.StillOpen):
        actions.review_and_clear(page, team.reviewer, wait=False)
    assert "正在制作公开副本" in body(client.get(reverse("workflows:review", args=[page.pk])))
    assert running_state(page) is not None


def test_the_publisher_looks_at_the_copy_that_would_go_out(client, team, engine):
    from workflows import actions

    page, _file = in_review(team)
    actions.review_and_clear(page, team.reviewer, decisions="proposed")
    client.force_login(team.publisher)
    told = body(client.get(reverse("workflows:release", args=[page.pk])))
    address = reverse("workflows:release_file", args=[page.pk, 1])
    assert address in told
    answer = client.get(address)
    assert "救助情况汇总" in answer.content.decode()
    assert people.ID_NUMBER not in answer.content.decode()
    client.force_login(team.editor)
    assert client.get(address).status_code == 302
