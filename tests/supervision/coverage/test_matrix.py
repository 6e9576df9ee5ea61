"""The matrix: the same numbers as duty by duty, for the right eyes, in few statements."""

import csv
import io
import itertools
from collections import Counter
from datetime import date, timedelta
from functools import reduce

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from disclosure.duties import states
from disclosure.models import Duty
from supervision.coverage import counting, matrix, periods, register
from supervision.coverage.measure import counted
from tests import factories
from tests.home.published import published
from tests.supervision.coverage import duties
from tests.supervision.coverage.duties import TODAY
from tests.workflows import people
from workflows import actions, roles, setup

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/mingjing/supervision/coverage/"


@pytest.fixture
def team(site_ready):
    people.install()
    return people.staff("jl-a", name="甲厅")


@pytest.fixture
def page(team):
    made = published(of=team.unit)
    duties.forget(made)
    return made


@pytest.fixture
def office(team):
    person = factories.user("some-office")
    setup.assign(person, roles.OFFICE)
    return person


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *given, **named: TODAY)


def get(client, user, address=ADDRESS):
    client.force_login(user)
    return client.get(address)


def test_counts_agree_with_the_states_of_single_duties(team, page):
    duties.some(team.unit, page)
    item = duties.row("ZZ2", "education", "service")
    duties.duty(team.unit, item, lapsed_on=date(2026, 9, 1))
    duties.duty(team.unit, item, due=None)
    duties.duty(team.unit, item, due=TODAY + timedelta(1), draft=duties.draft(team.unit))
    single = Counter(Duty.objects.with_states(TODAY).values_list("state", flat=True))
    total = counting.Tally()
    for _unit, _row, tally in counting.by_unit_and_row(Duty.objects.all(), TODAY):
        total = total.plus(tally)
    days = counting.by_last_day(Duty.objects.all(), TODAY)
    assert reduce(counting.Tally.plus, [tally for _day, tally in days], counting.Tally()) == total
    assert total.on_time == single[states.PUBLISHED]
    assert total.late == single[states.PUBLISHED_LATE]
    assert total.missing == single[states.MISSING]
    assert total.overdue_in_work == single[states.LATE]
    assert total.in_work == single[states.IN_WORK]
    assert total.nothing == single[states.NOTHING]
    assert total.lapsed == single[states.LAPSED]
    assert total.waiting == single[states.OPEN] + single[states.DUE_SOON]
    assert total.total == sum(single.values())


def test_the_matrix_and_the_public_facts_count_alike(team, page):
    duties.some(team.unit, page)
    ((_unit, _row, tally),) = counting.by_unit_and_row(Duty.objects.all(), TODAY)
    assert tally.figures == counted(register.facts(TODAY), TODAY)


@pytest.mark.parametrize(
    ("values", "kind", "mark"),
    [
        ({"total": 3, "on_time": 3}, "ok", "3"),
        ({"total": 3, "on_time": 2, "late": 1}, "late", "迟1"),
        ({"total": 3, "late": 1, "missing": 1, "overdue_in_work": 1}, "missing", "缺2"),
        ({"total": 2, "nothing": 1}, "nothing", "签1"),
        ({"total": 2}, "ahead", "2"),
        ({"total": 2, "lapsed": 2}, "none", "·"),
    ],
)
def test_missing_stands_before_late_before_signed_before_a_number(values, kind, mark):
    head = matrix.Column("welfare", "result", "社会救助和社会福利 结果", "果", True)
    cell = matrix.cell(head, counting.Tally(**values), matrix.Said())
    assert (cell.kind, cell.mark) == (kind, mark)
    assert any(sign.isdigit() for sign in cell.said) or kind == "none"


def test_the_office_sees_all_units_and_no_title_of_a_draft(team, page, office, client):
    duties.some(team.unit, page)
    text = get(client, office).content.decode()
    assert "甲厅" in text
    assert "缺2" in text
    assert "金丝雀" not in text
    cell = get(client, office, f"{ADDRESS}jl-a/welfare/result/?period=2026").content.decode()
    assert "到期未公开，在办" in cell
    assert page.number in cell
    assert "金丝雀" not in cell


def test_a_unit_sees_its_own_line_and_no_other(team, page, client):
    other = people.staff("jl-b", name="乙厅")
    duties.some(team.unit, page)
    duties.some(other.unit, page)
    text = get(client, other.editor).content.decode()
    assert "乙厅" in text
    assert "甲厅" not in text
    assert get(client, other.editor, f"{ADDRESS}jl-a/welfare/result/").status_code == 404
    assert "甲厅" not in get(client, other.editor, f"{ADDRESS}?format=csv").content.decode()


def test_who_has_no_role_sees_nothing(team, client):
    response = get(client, factories.user("nobody"))
    assert response.status_code in (302, 403)


def test_filters_narrow_by_period_level_region_and_problems(team, page, office, client):
    duties.some(team.unit, page)
    good = factories.unit("jl-good", "丙厅")
    duties.duty(
        good, duties.row("ZZ1"), due=date(2025, 5, 5), fulfilled_on=date(2025, 5, 1), page=page
    )
    seen = {
        query: ("甲厅" in text, "丙厅" in text)
        for query in ("", "?period=2025", "?period=all", "?period=all&problems=1", "?level=county")
        for text in [get(client, office, ADDRESS + query).content.decode()]
    }
    assert seen == {
        "": (True, False),
        "?period=2025": (False, True),
        "?period=all": (True, True),
        "?period=all&problems=1": (True, False),
        "?level=county": (False, False),
    }


@pytest.mark.parametrize(
    "query",
    ["?period=x", "?period=2026-Q9", "?level=moon", "?region=x%00", "?page=-1", "?problems=x"],
)
def test_any_question_is_answered(team, page, office, client, query):
    duties.some(team.unit, page)
    assert get(client, office, ADDRESS + query).status_code == 200


@pytest.mark.parametrize(
    "tail", ["jl-a/moon/result/", "jl-a/welfare/moon/", "none/welfare/result/"]
)
def test_cells_that_do_not_exist_are_not_found(team, office, client, tail):
    assert get(client, office, ADDRESS + tail).status_code == 404


def test_the_list_has_a_line_a_unit_and_stage(team, page, office, client):
    duties.some(team.unit, page)
    duties.duty(team.unit, duties.row("ZZ2", "education", "service"))
    text = get(client, office, f"{ADDRESS}?format=csv").content.decode("utf-8-sig")
    head, *lines = list(csv.reader(io.StringIO(text)))
    assert head[:4] == ["单位代码", "责任单位", "领域", "环节"]
    assert [line[2] for line in lines] == ["教育", "社会救助和社会福利"]
    assert lines[1][4:] == ["7", "2", "1", "1", "1", "1", "0", "1", "0"]


def test_drafts_are_told_by_the_step_where_they_wait(team, page, office, client):
    waiting = people.notice(team, title="关于金丝雀台账的公告")
    actions.submit(waiting, team.editor)
    duties.forget(waiting)
    duties.duty(team.unit, duties.row("ZZ1"), draft=waiting)
    duties.duty(team.unit, duties.row("ZZ1"), draft=duties.draft(team.unit))
    text = get(client, office).content.decode()
    assert "起草 1，部门审核 1" in text or "起草 1" in text
    cell = get(client, office, f"{ADDRESS}jl-a/welfare/result/").content.decode()
    assert "金丝雀" not in cell


def test_statements_do_not_grow_with_units_rows_or_drafts(team, page, office, client):
    def statements(address):
        with CaptureQueriesContext(connection) as captured:
            assert get(client, office, address).status_code == 200
        return len(captured)

    duties.some(team.unit, page)
    cell = f"{ADDRESS}jl-a/welfare/result/?period=all"
    before = [statements(ADDRESS), statements(ADDRESS), statements(cell), statements(cell)][1::2]
    for number in range(10):
        duties.some(factories.unit(f"jl-{number}", f"省第{number}厅"), page, duties.row("ZZ3"))
        duties.some(team.unit, page)
    assert [statements(ADDRESS), statements(cell)] == before


def test_one_pass_over_the_index_counts_everything(team, page):
    duties.some(team.unit, page)
    with CaptureQueriesContext(connection) as captured:
        counting.by_unit_and_row(Duty.objects.all(), TODAY)
    (query,) = captured.captured_queries
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plan = " ".join(str(row) for row in cursor.fetchall())
        assert "COVERING INDEX duty_coverage" in plan


def test_quarters_end_where_the_next_begins():
    offered = periods.offered(date(2026, 2, 3))
    quarters = [one for one in offered if "-Q" in one.key]
    assert [one.key for one in quarters[:3]] == ["2026-Q1", "2025-Q4", "2025-Q3"]
    for later, earlier in itertools.pairwise(quarters):
        assert earlier.ends + timedelta(1) == later.begins
    assert quarters[1].ends == date(2025, 12, 31)


def test_the_menu_leads_to_the_matrix_for_who_may_see_it(team, office, client):
    client.force_login(office)
    assert reverse("supervision:coverage") in client.get("/admin/").content.decode()
