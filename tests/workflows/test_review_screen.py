"""The review screen: what its source holds, what its list says, and how a script asks for less."""

import re

import pytest
from django.urls import reverse

from tests.workflows import people
from tests.workflows.test_review import decide, spot, waiting
from tests.workflows.test_screens import text_of
from workflows.models import ReviewDecision
from workflows.review import marking
from workflows.standing import running_state

FRAGMENT = {"X-Mj-Fragment": "1"}
VALUES = [people.ID_NUMBER, people.NAME, people.PHONE]
PROSE = people.PROSE + f"<p>申请人手机号{people.PHONE}。</p>"


@pytest.fixture
def desk(team, as_):
    """(client of the reviewer, address, state) of an item that waits."""
    page, state = waiting(team, PROSE)
    return as_(team.reviewer), reverse("workflows:review", args=[page.pk]), state


def shows_nothing(response) -> bool:
    source = response.content.decode()
    return not any(value in source for value in VALUES)


def test_no_value_stands_anywhere_in_the_source_before_it_is_revealed(team, desk):
    client, address, state = desk
    for query in ({}, {"found": "1"}, {"changed": "1"}, {"at": f"spot:{state.pk}"}):
        assert shows_nothing(client.get(address, query)), query
    assert shows_nothing(client.get(address + "pass/"))
    for cls, action in (("RESIDENT_ID", "remove"), ("RECIPIENT_NAME", "mask")):
        decide(state, team, cls, action)
        assert shows_nothing(client.get(address))


def test_what_is_marked_in_the_title_is_hidden_in_head_and_tab_too(team, as_):
    page, state = waiting(team)
    marking.mark(state, "title", "救助服务", "QUASI", "remove", team.reviewer)
    shown = as_(team.reviewer).get(reverse("workflows:review", args=[page.pk]))
    assert "救助服务" not in shown.content.decode()


def test_a_revealed_value_alone_is_shown_and_only_in_that_answer(desk):
    client, address, state = desk
    found = spot(state, "RESIDENT_ID")
    answer = client.post(address, {"do": "reveal", "spot": found.ref})
    source = answer.content.decode()
    assert people.ID_NUMBER in source
    assert people.NAME not in source
    assert answer["Refresh"].startswith("10;")  # covered again where no script runs
    assert shows_nothing(client.get(address))


def test_a_script_gets_the_value_alone(desk):
    client, address, state = desk
    found = spot(state, "RESIDENT_ID")
    answer = client.post(address, {"do": "reveal", "spot": found.ref}, headers=FRAGMENT)
    assert answer.json() == {"text": people.ID_NUMBER}
    assert "no-store" in answer["Cache-Control"]


def test_the_list_says_number_place_kind_state_and_proposal(desk):
    client, address, _state = desk
    shown = text_of(client.get(address))
    assert re.search(r"第\d项，共\d项，正文第 2 段，身份证号，待决定，建议删除", shown)


def test_the_panel_asks_for_the_finding_in_the_address(desk):
    client, address, state = desk
    found = spot(state, "PERSONAL_PHONE")
    shown = text_of(client.get(address, {"at": f"spot:{found.ref}"}))
    panel = shown[
        shown.index('id="decide"') : shown.index("</section>", shown.index('id="decide"'))
    ]
    assert "手机号" in panel
    assert f'value="{found.ref}"' in panel


def test_after_a_decision_the_next_undecided_finding_is_asked(desk):
    client, address, state = desk
    name, number = spot(state, "RECIPIENT_NAME"), spot(state, "RESIDENT_ID")
    answer = client.post(address, {"do": "decide", "spot": name.ref, "action": "mask"})
    assert answer.status_code == 302
    assert number.ref.replace(":", "%3A").replace("/", "%2F") in answer.url


def test_a_script_gets_the_region_and_not_the_page(desk):
    client, address, state = desk
    found = spot(state, "RESIDENT_ID")
    data = {"do": "decide", "spot": found.ref, "action": "remove"}
    answer = client.post(address, data, headers=FRAGMENT)
    assert answer["X-Mj-Fragment"] == "1"
    source = answer.content.decode()
    assert "<html" not in source
    assert 'data-mj-left="2"' in source


def test_a_refused_decision_tells_why_in_the_region_as_well(desk):
    client, address, state = desk
    found = spot(state, "RECIPIENT_NAME")
    data = {"do": "decide", "spot": found.ref, "action": "keep", "reason": "项目负责人"}
    source = text_of(client.post(address, data, headers=FRAGMENT))
    assert "请写明理由和法律依据" in source
    assert 'value="项目负责人"' in source


def test_an_empty_action_decides_nothing(desk):
    client, address, state = desk
    found = spot(state, "RECIPIENT_NAME")
    client.post(address, {"do": "decide", "spot": found.ref, "action": "", "reason": "x"})
    assert not ReviewDecision.objects.exists()


def test_grounds_once_given_are_offered_again(team, desk):
    client, address, state = desk
    found = spot(state, "RECIPIENT_NAME")
    grounds = {"reason": "本人是项目负责人", "basis": "条例第二十条"}
    client.post(address, {"do": "decide", "spot": found.ref, "action": "keep", **grounds})
    shown = client.get(address).content.decode()
    assert '<option value="条例第二十条">' in shown


def test_undo_and_redo_are_buttons_of_the_page(desk):
    client, address, state = desk
    found = spot(state, "RESIDENT_ID")
    client.post(address, {"do": "decide", "spot": found.ref, "action": "remove"})
    client.post(address, {"do": "undo"})
    assert spot(state, "RESIDENT_ID").is_open
    client.post(address, {"do": "redo"})
    assert spot(state, "RESIDENT_ID").action == "remove"


def test_passing_is_a_page_of_its_own_that_names_item_and_number(team, desk):
    client, address, state = desk
    for cls in ("RESIDENT_ID", "RECIPIENT_NAME", "PERSONAL_PHONE"):
        decide(state, team, cls, "remove")
    page = state.revision.as_object()
    shown = text_of(client.get(address + "pass/"))
    assert f"“{page.title}”：3 项已决定" in shown
    assert running_state(page).pk == state.pk  # looking passes nothing


def test_the_screen_costs_few_queries_whatever_the_number_of_findings(
    team, as_, django_assert_max_num_queries
):
    prose = people.PROSE + "".join(f"<p>申请人电话1390000{n:04d}。</p>" for n in range(40))
    page, _state = waiting(team, prose)
    client, address = as_(team.reviewer), reverse("workflows:review", args=[page.pk])
    client.get(address)
    with django_assert_max_num_queries(110):
        client.get(address, headers=FRAGMENT)
