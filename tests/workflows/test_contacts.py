import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from disclosure.allowed import allowed_texts
from disclosure.models import UnitContact
from tests.workflows import people
from workflows import actions, redaction
from workflows.review import deciding
from workflows.review.spots import SAME_NAME, spots_of
from workflows.standing import running_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    people.install()
    return people.staff()


@pytest.fixture
def editor(client, team):
    client.force_login(team.editor)
    return client


def contact(team, **fields) -> UnitContact:
    return UnitContact.objects.create(
        **({"unit": team.unit, "name": "王芳", "role": "局长", "phone": "0431-80000123"} | fields)
    )


def test_an_editor_adds_an_official_of_the_own_unit(editor, team):
    sent = {"unit": team.unit.pk, "name": "王芳", "role": "局长", "phone": "0431-80000123"}
    assert editor.get(reverse("unitcontact:add")).status_code == 200
    assert editor.post(reverse("unitcontact:add"), sent).status_code == 302
    assert "王芳" in editor.get(reverse("unitcontact:index")).content.decode()


def test_rows_of_other_units_are_neither_shown_nor_opened(editor, team):
    other = people.staff("jl-other", name="另一厅")
    row = contact(other, name="赵丽华")
    assert "赵丽华" not in editor.get(reverse("unitcontact:index")).content.decode()
    assert editor.get(reverse("unitcontact:edit", args=[row.pk])).status_code == 404
    assert editor.get(reverse("unitcontact:delete", args=[row.pk])).status_code == 404
    sent = {"unit": other.unit.pk, "name": "钱丽", "role": "科长", "phone": ""}
    assert editor.post(reverse("unitcontact:add"), sent).status_code == 200
    assert not UnitContact.objects.filter(name="钱丽").exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "", "phone": ""},
        {"phone": "13900000123"},
        {"valid_from": datetime.date(2024, 1, 2), "valid_to": datetime.date(2024, 1, 1)},
    ],
)
def test_an_entry_that_says_nothing_or_shows_a_private_mobile_is_refused(team, fields):
    row = UnitContact(
        **({"unit": team.unit, "name": "王芳", "role": "局长", "phone": "0431-80000123"} | fields)
    )
    with pytest.raises(ValidationError):
        row.full_clean()


def test_valid_entries_of_the_unit_are_allowed_in_its_items(team):
    today = timezone.localdate()
    contact(team)
    contact(team, name="前任丽", phone="", valid_to=today - datetime.timedelta(days=1))
    contact(team, name="", role="低保咨询", phone="13900000123", is_work_mobile=True)
    allowed = allowed_texts(people.notice(team))
    assert {"王芳", "0431-80000123", "13900000123"} <= set(allowed)
    assert "前任丽" not in allowed


def in_review(team, prose, **fields):
    page = people.notice(team, prose, **fields)
    actions.submit(page, team.editor)
    actions.approve(page, team.approver)
    return page, running_state(page)


def test_a_namesake_in_another_part_of_the_item_is_asked_about(team):
    contact(team)
    _page, state = in_review(team, "<p>上午王芳来到现场。</p><p>户主王芳，3口人，家住红旗村。</p>")
    names = [s for s in spots_of(state.revision) if s.value == "王芳"]
    assert len(names) == 2
    assert all(spot.is_open for spot in names)
    assert SAME_NAME in {spot.reason for spot in names}


def test_a_slug_that_spells_a_hidden_name_is_replaced(team):
    page, state = in_review(team, "<p>户主王桂兰，3口人。</p>", slug="dibao-wang-guilan")
    deciding.follow_proposals(state, team.reviewer)
    redaction.apply(state, team.reviewer)
    page.refresh_from_db()
    assert "guilan" not in page.slug
    assert "guilan" not in page.get_latest_revision_as_object().slug


def test_a_name_set_apart_in_one_place_is_followed_to_its_plain_form(team):
    prose = "<p>户主 王 桂 兰 ，3口人。</p><p>镇里为此专门研究王桂兰事宜。</p>"
    _page, state = in_review(team, prose)
    values = {spot.value for spot in spots_of(state.revision) if spot.proposed != "keep"}
    assert "王桂兰" in values
