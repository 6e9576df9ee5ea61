"""Which duty an item keeps."""

from datetime import date

from disclosure.duties.matching import Days, Open, matches


def year(pk: int, of: int) -> Open:
    return Open(pk, "yearly", date(of, 1, 1), date(of, 12, 31), date(of, 12, 31))


def about(pk: int, of: int) -> Open:
    return Open(pk, "yearly", date(of, 1, 1), date(of, 12, 31), date(of + 1, 1, 31))


def days(formed: date, published: date | None = None) -> Days:
    return Days(formed, published or formed)


def test_a_year_is_kept_by_what_was_formed_in_it_even_when_published_after():
    late = days(date(2025, 12, 20), date(2026, 1, 8))
    assert matches([year(1, 2025), year(2, 2026)], late) == [1]
    assert matches([year(2, 2026)], days(date(2026, 3, 1))) == [2]


def test_a_report_about_last_year_is_kept_by_its_publication_whenever_it_was_formed():
    duties = [about(1, 2024), about(2, 2025), about(3, 2026)]
    assert matches(duties, days(date(2025, 12, 30), date(2026, 1, 20))) == [2]
    assert matches(duties, days(date(2026, 2, 20))) == [2]


def test_what_is_still_to_come_is_never_kept_in_advance():
    assert matches([about(3, 2026)], days(date(2026, 11, 1))) == []


def test_a_correction_keeps_only_the_turn_whose_time_it_is():
    missed = [year(1, 2024)]
    assert matches(missed, days(date(2026, 3, 1))) == [1]
    assert matches(missed, days(date(2026, 3, 1)), is_strict=True) == []


def test_what_should_stand_is_kept_by_any_item_beside_one_turn():
    standing = Open(9, "continuous", None, None, date(2020, 1, 1))
    assert matches([standing, year(1, 2026)], days(date(2026, 3, 1))) == [9, 1]


def test_the_turn_of_an_incident_is_kept_by_what_was_published_in_it():
    turns = [
        Open(1, "developing", date(2026, 11, 1), date(2026, 11, 6), date(2026, 11, 6)),
        Open(2, "developing", date(2026, 11, 7), date(2026, 11, 8), date(2026, 11, 11)),
    ]
    assert matches(turns, days(date(2026, 11, 5), date(2026, 11, 9))) == [2]
