"""Versions of the catalogue: drafted, previewed, put in force, and never forgotten."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from disclosure.catalogue import checks, drafts, force, versions
from disclosure.models import CatalogueImport, CatalogueItem, CatalogueVersion, LegalBasis, Unit
from tests import factories
from tests.disclosure.catalogue import files

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def office(db):
    call_command("setup_site", stdout=StringIO())
    return factories.user("office")


def draft_with(office, *changes):
    """A draft in which rows are changed: (code, values)."""
    draft = versions.open_draft(office)
    for code, values in changes:
        row = draft.rows.get(code=code).values
        drafts.save_row(draft, row | values)
    draft.reason = "按2026年新印发的标准目录调整。"
    draft.save()
    return draft


def test_the_first_version_holds_the_rows_as_they_are(office):
    first = versions.in_force()
    assert first.in_force_from == date(2018, 6, 20) and first.tally["new"] == 153
    assert versions.rows_of(first) == versions.live_rows()
    call_command("setup_site", stdout=StringIO())
    assert CatalogueVersion.objects.count() == 1


def test_the_frozen_rows_are_exported_and_imported_without_a_difference(office):
    data = files.csv_file(files.table(versions.live_rows()))
    kept, reading = drafts.look_at(data, CatalogueImport.Scope.ALL, office)
    assert reading.problems == [] and drafts.differences_of(kept) == []
    assert reading.rows == versions.live_rows()


def test_a_version_takes_force_in_one_step_and_closes_what_it_leaves_out(office):
    used = factories.draft(catalogue_item=CatalogueItem.objects.get(code="P1"))
    draft = draft_with(office, ("P3", {"deadline_text": "及时", "bases": ["新办法第三条"]}))
    drafts.drop_row(draft, "P1")
    assert force.schedule(draft, TODAY(), office)
    draft.refresh_from_db()
    assert draft.state == "in_force" and draft.tally == {"new": 0, "changed": 1, "dropped": 1}
    changed, closed = (CatalogueItem.objects.get(code=code) for code in ("P3", "P1"))
    assert changed.deadline_text == "及时" and changed.bases.get().checked_on is None
    assert closed.valid_to == TODAY() - timedelta(days=1)
    used.refresh_from_db()
    assert used.catalogue_item == closed
    assert closed not in CatalogueItem.objects.in_force(TODAY())
    before = draft.previous
    assert (before.state, before.in_force_until) == ("superseded", TODAY() - timedelta(days=1))
    assert len(versions.rows_of(before)) == 153


def test_a_dropped_row_can_come_back_in_a_later_version(office):
    first = draft_with(office)
    drafts.drop_row(first, "P1")
    force.schedule(first, TODAY(), office)
    again = versions.open_draft(office)
    drafts.save_row(again, versions.rows_of(first.previous or versions.in_force().previous)[0])
    again.reason = "恢复。"
    again.save()
    force.schedule(again, TODAY(), office)
    row = CatalogueItem.objects.get(code="P1")
    assert (row.valid_from, row.valid_to) == (TODAY(), None)


def test_a_later_day_is_waited_for_and_can_be_taken_back(office):
    later = TODAY() + timedelta(days=10)
    draft = draft_with(office, ("P3", {"deadline_text": "及时"}))
    assert force.schedule(draft, later, office) is False
    assert CatalogueItem.objects.get(code="P3").deadline_text != "及时"
    with pytest.raises(versions.Refused, match="已定好生效日期"):
        versions.open_draft(office)
    assert force.take_due(later - timedelta(days=1)) == 0
    draft.refresh_from_db()
    force.unschedule(draft)
    force.schedule(versions.draft(), later, office)
    assert force.take_due(later) == 1
    assert CatalogueItem.objects.get(code="P3").deadline_text == "及时"
    assert versions.in_force().in_force_from == later


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "没有差别"),
        ({"publishing_body": ""}, "1 处问题"),
        ({"page_type": "NoSuchPage"}, "1 处问题"),
        ({"stage": ""}, "1 处问题"),
        ({"publishing_body": "张小三，身份证号220102199003070007"}, "1 处问题"),
    ],
)
def test_an_unready_draft_is_refused_and_changes_nothing(office, change, words):
    draft = draft_with(office, ("P3", change))
    before = versions.live_rows()
    with pytest.raises(versions.Refused, match=words):
        force.schedule(draft, TODAY(), office)
    assert versions.live_rows() == before and versions.draft() is not None


def test_without_a_reason_or_on_a_day_gone_by_it_is_refused(office):
    draft = draft_with(office, ("P3", {"deadline_text": "及时"}))
    with pytest.raises(versions.Refused, match="早于今天"):
        force.schedule(draft, TODAY() - timedelta(days=1), office)
    CatalogueVersion.objects.filter(pk=draft.pk).update(reason="")
    with pytest.raises(versions.Refused, match="原因"):
        force.schedule(draft, TODAY(), office)


def test_the_form_of_a_row_with_items_stays(office):
    factories.draft(catalogue_item=CatalogueItem.objects.get(code="P1"))
    draft = draft_with(office, ("P1", {"page_type": "ReportPage"}))
    (problem,) = checks.problems_of(versions.rows_of(draft), versions.live_rows())
    assert problem.code == "P1" and "不能更换" in problem.told


def test_a_failure_midway_leaves_the_old_catalogue_whole(office, monkeypatch):
    draft = draft_with(office, ("P3", {"deadline_text": "及时"}))

    def fails(*_args):
        raise RuntimeError

    monkeypatch.setattr(force, "_close", fails)
    with pytest.raises(RuntimeError):
        force.schedule(draft, TODAY(), office)
    assert CatalogueItem.objects.get(code="P3").deadline_text != "及时"
    assert versions.in_force().pk != draft.pk and versions.draft().pk == draft.pk


def test_personal_data_in_a_file_is_refused_and_nothing_is_kept(office):
    lines = files.table()
    lines[3][8] = "张小三，身份证号220102199003070007"
    kept, reading = drafts.look_at(files.csv_file(lines), "part", office)
    assert kept is None and "个人信息" in str(reading.problems[0])
    assert "220102" not in str(reading.problems[0])
    assert not CatalogueImport.objects.exists() and versions.draft() is None


def test_the_scope_of_a_file_decides_what_it_ends(office):
    rows = [row for row in files.shipped() if row["domain"] == "education"][:-1]
    data = files.csv_file(files.table(rows))
    dropped = {}
    for scope in CatalogueImport.Scope.values:
        kept, _reading = drafts.look_at(data, scope, office)
        dropped[scope] = sum(c.kind == "dropped" for c in drafts.differences_of(kept))
    assert dropped == {"part": 0, "domains": 1, "all": 139}


def test_an_import_is_applied_whole_to_the_draft_or_not_at_all(office):
    data = files.csv_file(files.table(files.changed("P3", deadline_text="及时")))
    kept, _reading = drafts.look_at(data, "part", office)
    draft = drafts.apply(kept, office)
    assert draft.rows.get(code="P3").values["deadline_text"] == "及时"
    assert not CatalogueImport.objects.exists()
    kept, _reading = drafts.look_at(data, "part", office)
    drafts.drop_row(draft, "P5")
    with pytest.raises(versions.Refused, match="重新上传"):
        drafts.apply(kept, office)


def test_a_row_is_taken_back_to_how_it_stands(office):
    draft = draft_with(office, ("P3", {"deadline_text": "及时"}))
    drafts.drop_row(draft, "P5")
    drafts.restore_row(draft, "P3")
    drafts.restore_row(draft, "P5")
    assert versions.changes_of(draft) == []


def test_duties_are_counted_per_unit(office):
    draft = draft_with(office, ("P1", {"deadline_text": "及时", "levels": ["province"]}))
    drafts.drop_row(draft, "P2")
    found = {one.owner.code: one for one in versions.effects_of(draft)}
    province = found["jl-fpb"]
    assert (province.change, province.lapse, province.appear) == (("P1",), ("P2",), ())
    assert all("poverty" in Unit.objects.get(code=code).domains for code in found)


def test_a_refresh_from_the_shipped_files_is_history_too(office):
    force.schedule(draft_with(office, ("P3", {"deadline_text": "及时"})), TODAY(), office)
    call_command("setup_site", "--refresh", stdout=StringIO())
    assert versions.in_force().name == "按随附数据更新"
    assert versions.rows_of(versions.in_force()) == versions.live_rows()


def test_an_unknown_basis_is_added_to_be_checked(office):
    draft = draft_with(office, ("P3", {"bases": ["某新法第一条"], "basis_text": "某新法第一条"}))
    force.schedule(draft, TODAY(), office)
    assert LegalBasis.objects.get(name="某新法第一条").checked_on is None
