"""Numbers of a workbook as Excel shows them: not a digit more."""

import pytest

from privacy.files.number_formats import shown_number, shown_text


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("3000.0", "General", "3000"),
        ("0.1", "General", "0.1"),
        ("2.20102195503122E+17", "General", "220102195503122000"),
        ("2.20102195503122E+17", "0.00E+00", "220102195503122000"),
        ("123456789012345678", "0", "123456789012345678"),
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("0.5", "#,##0.00", "0.50"),
        ("0.125", "0.0%", "12.5%"),
        ("42", "000000", "000042"),
        ("3000.126", '0.00"元"', "3000.13元"),
        ("3000", "[$¥-804]#,##0", "¥3,000"),
        ("-5", "0.00;[Red]-0.00", "-5.00"),
        ("-3000", r"0_);[Red]\(0\)", "(3000)"),
        ("1234.5", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "1,234.50"),
        ("0", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        ("0", "0;-0;;@", ""),
        ("7", ";;;", ""),
        ("13900000417", "000-0000-0000", "139-0000-0417"),
        ("1234567", '0.0,"千"', "1234.6千"),
        ("12345", 'General"元"', "12345元"),
        ("44256", "yyyy-mm-dd", "2021-03-01"),
        ("44256", '[$-804]yyyy"年"m"月"d"日";@', "2021年3月1日"),
        ("20271", 'yyyy"年"', "1955年"),
        ("44256.5", "yyyy-mm-dd hh:mm", "2021-03-01 12:00"),
        ("0.75", "h:mm", "18:00"),
        ("-1", "yyyy-mm-dd", "########"),
        ("1e300", "0.00", "1" + "0" * 300),
        ("no number", "0.00", "no number"),
    ],
)
def test_a_number_is_shown_as_its_format_says(value, code, shown):
    assert shown_number(value, code) == shown


@pytest.mark.parametrize(
    ("code", "shown"),
    [("General", "甲"), ("@", "甲"), (";;;", ""), ('@"户"', "甲户"), ("0.00", "甲")],
)
def test_a_text_is_shown_unless_its_format_hides_it(code, shown):
    assert shown_text("甲", code) == shown


def test_a_date_counted_from_1904_is_four_years_later():
    assert shown_number("0", "yyyy-mm-dd", is_1904=True) == "1904-01-01"
