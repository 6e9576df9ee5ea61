"""个人信息保护影响评估: written when a review passes, never changed, kept three years."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.workflows import people
from tests.workflows.test_review import confirm_all, decide, waiting
from tests.workflows.test_screens import text_of
from workflows import actions, roles, setup
from workflows.models import ImpactAssessment, ReviewDraft
from workflows.standing import running_state


@pytest.fixture
def record(team):
    page, state = waiting(team)
    decide(state, team, "RESIDENT_ID", "remove")
    grounds = {"reason": "本人是项目负责人", "basis": "条例第二十条"}
    decide(state, team, "RECIPIENT_NAME", "keep", **grounds)
    confirm_all(page, state, team)
    actions.review_and_clear(page, team.reviewer)
    return ImpactAssessment.objects.get()


def test_it_says_purpose_necessity_risk_measures_and_decision_without_a_value(team, record):
    assert "公开目录" in record.purpose
    assert record.necessity
    assert "身份证号" in record.risk
    measures = {(m["cls"], m["action"]): m["count"] for m in record.measures}
    assert measures[("RESIDENT_ID", "remove")] == 1
    assert record.kept[0]["reason"] == "本人是项目负责人"
    assert record.kept[0]["second"] == f"second-{team.unit.code}"
    everything = str(vars(record))
    assert people.ID_NUMBER not in everything
    assert people.NAME not in everything


def test_it_is_kept_for_three_years(record):
    today = timezone.localdate()
    assert record.kept_until - today >= timedelta(days=3 * 365)


def test_nobody_changes_it_and_nobody_deletes_it_early(record):
    table = ImpactAssessment._meta.db_table
    for statement in (
        f"UPDATE {table} SET purpose = 'x'",
        f"DELETE FROM {table}",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(statement)
    with pytest.raises(DatabaseError), transaction.atomic():
        ImpactAssessment.objects.update(decision="other")
    call_command("purge_assessments")
    assert ImpactAssessment.objects.count() == 1


def test_after_its_time_the_command_takes_it_away(record):
    ImpactAssessment.objects.create(
        **{
            f.attname: getattr(record, f.attname)
            for f in ImpactAssessment._meta.concrete_fields
            if f.name not in ("id", "kept_until")
        },
        kept_until=date(2026, 1, 1),
    )
    call_command("purge_assessments")
    assert list(ImpactAssessment.objects.all()) == [record]


def test_the_reviewer_edits_the_texts_before_passing(team, as_):
    page, state = waiting(team)
    decide(state, team, "RESIDENT_ID", "remove")
    decide(state, team, "RECIPIENT_NAME", "mask")
    client, address = as_(team.reviewer), reverse("workflows:review_pass", args=[page.pk])
    assert "公开目录" in text_of(client.get(address))
    texts = {"purpose": "按目录公开。", "necessity": "只留必要内容。", "risk": "风险已降低。"}
    bad = {**texts, "risk": f"含身份证号{people.ID_NUMBER}"}
    refused = text_of(client.post(address, {"do": "pass", "seen": state.revision_id, **bad}))
    assert "不要抄写内容本身" in refused
    client.post(address, {"do": "draft", "seen": state.revision_id, **texts})
    assert ReviewDraft.objects.get().risk == "风险已降低。"
    assert running_state(page).pk == state.pk
    client.post(address, {"do": "pass", "seen": state.revision_id, **texts})
    record = ImpactAssessment.objects.get()
    assert (record.purpose, record.necessity, record.risk) == tuple(texts.values())


def test_an_item_without_personal_data_needs_none(team):
    page, _state = waiting(team, "<p>本通告自发布之日起施行。</p>")
    actions.review_and_clear(page, team.reviewer)
    assert not ImpactAssessment.objects.exists()


def test_reviewers_see_their_units_the_office_and_auditors_all(team, record, as_):
    other = people.staff("jl-other", name="省另一厅")
    office = factories.user("office")
    setup.assign(office, roles.OFFICE)
    listing = reverse("workflows:assessments")
    one = reverse("workflows:assessment", args=[record.pk])
    for person in (team.reviewer, office):
        client = as_(person)
        assert record.number in text_of(client.get(listing))
        assert "个人信息保护影响评估报告" in text_of(client.get(one))
    assert record.number not in text_of(as_(other.reviewer).get(listing))
    assert as_(other.reviewer).get(one).status_code == 404
    assert as_(team.editor).get(listing).status_code == 302


def test_it_is_found_by_number_unit_and_reviewer(team, record, as_):
    client, listing = as_(team.reviewer), reverse("workflows:assessments")
    for asked in (record.number, record.item_number, record.unit_name, record.by_name):
        assert record.item_number in text_of(client.get(listing, {"q": asked}))
    assert "没有找到" in text_of(client.get(listing, {"q": "没有这样的"}))


def test_a_list_counts_by_column_and_its_merged_rows_together():
    from workflows.review import assessing

    column = {"part": "list/1", "column": 0, "cls": "RECIPIENT_NAME", "action": "mask"}
    whole = {"part": "list/1", "cls": "QUASI", "action": "remove", "merged": 3, "smallest": 5}
    quiet = {**whole, "action": "keep", "merged": 0}
    assert assessing.counts_in([column, whole]) == {"RECIPIENT_NAME": 1}
    assert assessing.measures_of([column, whole, quiet]) == [
        {"cls": "QUASI", "action": "remove", "count": 3},
        {"cls": "RECIPIENT_NAME", "action": "mask", "count": 1},
    ]
