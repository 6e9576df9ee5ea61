"""What counts as on time, late and missing, and how rates are said."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from supervision.coverage import facts, figures_file, measure
from supervision.coverage.facts import BadFacts
from supervision.coverage.measure import Figures, percent
from tests.supervision.coverage.exports import AS_OF, FACTS, PLACES, fact, published


def test_every_duty_stands_in_one_state():
    states = [measure.state_of(one, AS_OF) for one in FACTS]
    assert states == [
        "on_time", "late", "on_time", "missing", "due", "nothing", "open", "lapsed", "missing",
    ]  # fmt: skip


def test_what_came_after_the_day_has_not_happened_yet():
    late = published(1, date(2026, 10, 9), date(2026, 9, 30))
    assert measure.state_of(late, date(2026, 10, 8)) == "missing"
    assert measure.state_of(late, date(2026, 9, 30)) == "due"
    signed = fact(2, due_on=date(2026, 9, 1), statement_on=date(2026, 9, 2))
    assert measure.state_of(signed, date(2026, 9, 1)) == "due"


def test_the_last_day_itself_is_on_time_and_not_yet_missing():
    day = date(2026, 9, 30)
    assert measure.state_of(published(1, day, day), AS_OF) == "on_time"
    assert measure.state_of(fact(2, due_on=day), day) == "due"
    assert measure.state_of(fact(2, due_on=day), day + timedelta(1)) == "missing"


def test_both_rates_have_what_had_to_be_public_below_the_line():
    found = measure.counted(FACTS, AS_OF)
    assert (found.owed, found.published, found.on_time) == (5, 3, 2)
    assert found.coverage == Fraction(3, 5)
    assert found.timeliness == Fraction(2, 5)
    assert found.total == 8


def test_a_statement_raises_no_rate():
    before = measure.counted(FACTS[:4], AS_OF)
    after = measure.counted(FACTS[:4] + FACTS[5:6], AS_OF)
    assert (before.coverage, before.timeliness) == (after.coverage, after.timeliness)


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (Fraction(1), "100.0"),
        (Fraction(9999, 10000), "99.9"),
        (Fraction(2, 3), "66.6"),
        (Fraction(1, 2000), "0.0"),
        (Fraction(0), "0.0"),
        (None, ""),
    ],
)
def test_a_rate_is_cut_and_never_rounded_up(share, said):
    assert percent(share) == said


def test_nothing_owed_has_no_rate():
    assert Figures(due=3, nothing=2).coverage is None


def test_figures_add_up_over_every_division():
    found = figures_file.of_facts(FACTS, PLACES, AS_OF)
    total = found[figures_file.TOTAL, ""]
    for scope in (figures_file.UNIT, figures_file.DOMAIN, figures_file.STAGE, figures_file.LEVEL):
        parts = Figures()
        for (of, _key), part in found.items():
            parts = parts.plus(part) if of == scope else parts
        assert parts == total


def test_months_and_quarters_are_those_of_the_last_day():
    found = figures_file.of_facts(FACTS, PLACES, AS_OF)
    assert found["month", "2026-09"].on_time == 1
    assert found["quarter", "2026-Q3"].late == 1
    assert found["quarter", "2026-Q4"].missing == 1
    assert ("month", "2026-05") not in found  # no last day


def test_the_file_of_facts_says_the_same_again():
    raw = facts.written(reversed(FACTS))
    assert list(facts.read(raw)) == FACTS
    assert raw == facts.written(FACTS)
    assert raw.endswith(b"\n")
    assert b"\r" not in raw


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("2026-09-30,0", "2026-9-30,0", "no day"),
        ("2026-09-30,0", "2026-02-30,0", "no day"),
        ("2026-09-30,0", "2026-09-30,x", "provisional"),
        ("2,gk-a", "1,gk-a", "twice"),
        ("3,gk-a", "03,gk-a", "no number"),
        ("gk-a,W1", "松泉,W1", "unit is no code"),
        ("duty,", "Duty,", "columns"),
        ("yearly", "weekly", "kind"),
        ("gk-a-2026-00001", "", "belong together"),
        ("4,gk-a", "4,gk-a,gk-a", "number of cells"),
        ("4,gk-a", '4,"gk-a', "CSV"),
    ],
)
def test_a_file_of_another_form_is_refused_with_its_place(old, new, wrong):
    text = facts.written(FACTS).decode().replace(old, new, 1)
    with pytest.raises(BadFacts, match=wrong):
        list(facts.read(text.encode()))


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(BadFacts):
        list(facts.read(b"\xff\xfe"))
