from datetime import UTC, date, datetime, timedelta

import pytest

from supervision.sitecheck import kinds, rules

TODAY = date(2026, 3, 16)
NOW = datetime(2026, 3, 16, 3, tzinfo=UTC)


def kinds_of(found):
    return [finding.kind for finding in found]


@pytest.mark.parametrize(
    ("newest", "found"),
    [(date(2026, 3, 2), []), (date(2026, 3, 1), ["home_stale"]), (None, ["home_stale"])],
)
def test_the_home_page_stands_still_after_fourteen_days(newest, found):
    assert kinds_of(rules.front_page(newest, TODAY)) == found


@pytest.mark.parametrize(
    ("kind", "newest", "found"),
    [
        ("all", None, ["column_empty"]),
        ("all", date(2019, 1, 1), []),
        ("news", None, []),
        ("news", date(2026, 3, 2), []),
        ("news", date(2026, 3, 1), ["news_stale"]),
        ("notices", date(2025, 9, 16), []),
        ("notices", date(2025, 9, 15), ["notices_stale"]),
        ("policy", date(2025, 9, 15), ["policy_stale"]),
    ],
)
def test_a_column_is_stale_by_its_kind(kind, newest, found):
    column = rules.Column(kind, "/units/a/", newest, 1)
    assert kinds_of(rules.columns([column], TODAY)) == found


def test_a_stale_column_says_since_when():
    column = rules.Column("policy", "/units/a/", date(2025, 8, 31), 1)
    (found,) = rules.columns([column], TODAY)
    assert found.since == date(2026, 3, 1), "six months after 31 August end with February"


def test_months_end_with_a_shorter_month():
    assert rules.months_after(date(2025, 8, 31), 6) == date(2026, 2, 28)
    assert rules.months_after(date(2025, 11, 30), 3) == date(2026, 2, 28)
    assert rules.months_after(date(2025, 12, 1), 3) == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("received", "due", "found"),
    [
        (date(2025, 12, 15), date(2026, 1, 5), ["unanswered"]),
        (date(2025, 12, 16), date(2026, 1, 5), ["answer_late"]),
        (date(2026, 3, 10), date(2026, 3, 16), []),
    ],
)
def test_a_question_is_unanswered_after_three_months(received, due, found):
    question = rules.Question("AAAA", 1, received, due)
    assert kinds_of(rules.answers([question], TODAY)) == found


def item(**fields):
    given = {
        "page": 7,
        "number": "a-2026-00001",
        "unit": 1,
        "where": "/i/a-2026-00001/",
        "formed": date(2026, 3, 1),
        "issued": None,
        "public_at": datetime(2026, 3, 5, 1, tzinfo=UTC),
        "logged_at": datetime(2026, 3, 5, 1, 0, 3, tzinfo=UTC),
    }
    return rules.Dates(**(given | fields))


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, []),
        ({"logged_at": None}, []),
        ({"issued": date(2026, 3, 6)}, ["public_before_formed"]),
        ({"formed": date(2026, 3, 5)}, []),
        ({"formed": date(2026, 4, 1)}, ["date_in_future"]),
        ({"public_at": NOW + timedelta(hours=1), "logged_at": None}, ["date_in_future"]),
        ({"public_at": datetime(2026, 3, 2, 1, tzinfo=UTC)}, ["differs_from_log"]),
    ],
)
def test_dates_that_cannot_be_right_are_found(fields, found):
    assert kinds_of(rules.dates([item(**fields)], NOW)) == found


def test_five_dates_changed_on_one_day_stand_out_and_four_do_not():
    def changes(n):
        return [rules.Change(1, "/units/a/", TODAY, f"a-{k}") for k in range(n)]

    assert kinds_of(rules.changed_together(changes(4) + changes(4))) == []
    (found,) = rules.changed_together(changes(5))
    assert found.detail == {"of": "2026-03-16", "n": 5}


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("2200000001", []),
        ("bm12345678", []),
        ("", ["site_code_missing"]),
        ("220000001", ["site_code_form"]),
        ("BM12345678", ["site_code_form"]),
        ("２２０００００００１x", ["site_code_form"]),
    ],
)
def test_the_site_code_has_ten_signs(code, found):
    assert kinds_of(rules.site_code(code)) == found


def test_a_unit_must_be_reachable():
    found = rules.units(
        [rules.UnitFacts(1, "/units/a/", " ", ""), rules.UnitFacts(2, "/", "1", "x")]
    )
    assert kinds_of(found) == ["unit_without_phone", "unit_without_address"]


def test_the_veto_counts_are_those_of_the_standard():
    def failed(*found):
        return [each.item.key for each in kinds.verdicts(found) if each.is_failed]

    assert failed(*["news_stale"] * 2, *["policy_stale"] * 2) == []
    assert failed(*["news_stale"] * 2, *["policy_stale"] * 2, "notices_stale") == ["columns_stale"]
    assert failed(*["column_overdue"] * 9, *["column_empty"] * 4) == []
    assert failed(*["column_overdue"] * 10, *["column_empty"] * 5) == [
        "columns_overdue",
        "columns_empty",
    ]
    assert failed("unanswered") == ["unanswered"]


def test_the_key_of_a_finding_stays_the_same_from_night_to_night():
    a = rules.Finding("dead_link", "/i/a/", 1, 7, "a", detail={"of": "n3", "status": 404})
    b = rules.Finding("dead_link", "/i/a/", 1, 7, "a", detail={"of": "n3", "status": 500})
    c = rules.Finding("dead_link", "/i/a/", 1, 7, "a", detail={"of": "n4", "status": 404})
    assert a.key == b.key != c.key
