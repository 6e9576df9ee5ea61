"""Lists on the review screen: singled-out rows, one press, three renditions, the sheet of paper."""

import pytest
from django.urls import reverse

from disclosure.models import BoardPrint, FixedRendition
from privacy.models import VaultAccess
from tests.workflows import listed
from workflows import actions
from workflows.lists import safety
from workflows.models import ColumnDecision, ListDecision

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(team):
    return listed.in_review(listed.with_list(team, listed.households(60)), team)


def screen(client, page, user):
    client.force_login(user)
    return client.get(reverse("workflows:review", args=[page.pk])).content.decode()


def press(client, page, **post):
    post.setdefault("list", str(listed.uploaded_of(page).pk))
    return client.post(reverse("workflows:list_act", args=[page.pk]), post)


def test_the_screen_names_rows_and_columns_and_never_a_person(client, team, page):
    listed.decide(page, team)
    shown = screen(client, page, team.reviewer)
    assert "就能单独认出" in shown or "所在的组不足 5 行" in shown
    assert "照此办理" in shown
    assert "张小三" not in shown
    assert "220102" not in shown


def test_one_press_takes_the_proposed_way(client, team, page):
    uploaded = listed.decide(page, team)
    shown = screen(client, page, team.reviewer)
    key = shown.split('name="way" value="')[1].split('"')[0]
    assert press(client, page, do="way", way=key).status_code == 302
    assert ColumnDecision.objects.filter(vault_id=uploaded.pk, action="generalise").exists()
    shown = screen(client, page, team.reviewer)
    assert "照此办理" not in shown
    client.post(reverse("workflows:review", args=[page.pk]), {"do": "undo"})
    assert "照此办理" in screen(client, page, team.reviewer)


def test_a_list_that_singles_somebody_out_is_not_passed(team, page):
    from workflows.redaction import StillOpen

    listed.decide(page, team)
    with pytest.raises(StillOpen) as caught:
        actions.review_and_clear(page, team.reviewer)
    assert any("不足 5 行" in reason for reason in caught.value.reasons)


def test_accepting_the_risk_asks_for_reason_basis_and_a_second_person(client, team, page):
    from workflows.redaction import StillOpen

    uploaded = listed.decide(page, team)
    screen(client, page, team.reviewer)
    press(client, page, do="accept", reason="", basis="")
    assert not ListDecision.objects.filter(accepts_risk=True).exists()
    press(client, page, do="accept", reason="村民要求逐户监督", basis="社会救助暂行办法第十一条")
    assert safety.decision_of(uploaded).accepts_risk
    with pytest.raises(StillOpen) as caught:
        actions.review_and_clear(page, team.reviewer)
    assert any("另一位隐私审查人" in reason for reason in caught.value.reasons)


def test_the_board_is_printed_by_editors_of_the_unit_only_and_each_time_is_logged(
    client, team, page
):
    actions.review_and_clear(page, team.reviewer, "proposed")
    page = listed.released(page, team)
    address = reverse("workflows:boards", args=[page.pk])
    for stranger in (team.reviewer, team.publisher, team.approver):
        client.force_login(stranger)
        assert client.get(address).status_code == 302
    client.force_login(team.editor)
    status = client.get(reverse("workflows:work_item", args=[page.pk])).content.decode()
    assert address in status
    assert "生成张贴件" in client.get(address).content.decode()
    fixed = FixedRendition.objects.get(kind="board")
    reads = VaultAccess.objects.filter(vault_object=fixed.vault_id).count()
    paper = client.post(address, {"rendition": fixed.pk}).content.decode()
    assert "张小三" in paper
    assert "220102" not in paper
    assert "1390000" not in paper
    assert "东风村公告栏" in paper
    assert "到期撤下" in paper
    assert BoardPrint.objects.get().serial == f"{page.number}-B001"
    assert VaultAccess.objects.filter(vault_object=fixed.vault_id).count() > reads
    assert f"{page.number}-B001" in client.get(address).content.decode()


def test_nothing_of_the_board_reaches_the_public_page_or_open_data(client, team, page):
    actions.review_and_clear(page, team.reviewer, "proposed")
    page = listed.released(page, team)
    for address in (f"/i/{page.number}/", f"/api/v1/items/{page.number}/"):
        answer = client.get(address).content.decode()
        assert "张小三" not in answer
        assert "220102" not in answer
    assert "合计 60 户" in client.get(f"/i/{page.number}/").content.decode()


def test_three_renditions_are_fixed_with_a_digest_each(team, page):
    actions.review_and_clear(page, team.reviewer, "proposed")
    fixed = {one.kind: one for one in FixedRendition.objects.all()}
    assert set(fixed) == {"board", "archive"}
    assert all(len(one.digest) == 64 for one in fixed.values())
    assert fixed["board"].withheld_id is not None
    assert fixed["archive"].vault_id == listed.uploaded_of(page).pk


def test_a_second_reviewer_agrees_to_an_accepted_risk(client, team, page):
    from tests import factories
    from workflows import roles, setup
    from workflows.review import confirming
    from workflows.standing import running_state

    uploaded = listed.decide(page, team)
    screen(client, page, team.reviewer)
    press(client, page, do="accept", reason="村民要求逐户监督", basis="社会救助暂行办法第十一条")
    other = factories.user("second-reviewer")
    setup.assign(other, roles.REVIEWER, team.unit)
    state = running_state(page)
    shown = state.revision.as_object()
    (kept,) = [k for k in confirming.unconfirmed(state, shown) if k.kind == "list"]
    confirming.say(state, shown, kept, other, "confirmed")
    actions.review_and_clear(page, team.reviewer)
    assert safety.decision_of(uploaded).accepts_risk
