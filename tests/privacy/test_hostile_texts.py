"""The work grows with the text, not with its malice: compared at two lengths, never against a clock."""

import sys

import pytest

from privacy.detect import detect

UNITS = {
    "digits": "1",
    "alternating digits": "1 ",
    "digits on lines": "1\n",
    "blanks": " ",
    "nested brackets": "(",
    "surnames": "王",
    "doors": "三社",
    "mail signs": "a@",
    "dots": "王·",
    "illness words": "慢性",
    "injuries": "左手",
    "escapes": "%E5%BC%A0",
    "a list of names": "张三、",
    "roles without names": "申请人",
    "labels": "户主:",
    "one sign a line": "王\n",
    "names of Latin letters": "Ab ",
    "households": "张三户、",
    "half-masked numbers": "2201021990**",
    "table rows": "姓名,电话\n张三,1\n",
}
LENGTH = 3_000


def steps(text: str) -> int:
    """How many lines of the detector's own code run for the text."""
    count = 0

    def trace(frame, event, argument):
        nonlocal count
        if event == "call" and "privacy" not in frame.f_code.co_filename:
            return None
        count += 1
        return trace

    sys.settrace(trace)
    try:
        detect(text)
    finally:
        sys.settrace(None)
    return count


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_twice_the_text_is_about_twice_the_work(unit):
    detect("热身王小明" + unit * 20)  # lists and patterns are read at their first use
    once, twice = (unit * size for size in (LENGTH // len(unit), 2 * LENGTH // len(unit)))
    assert steps(twice) <= 2.6 * steps(once) + 2_000


@pytest.mark.parametrize(
    "text",
    [
        "1" * 100_000,
        "1 " * 50_000,
        "(" * 50_000 + ")" * 50_000,
        "a@" * 50_000,
        "2201021990" + "*" * 100_000,
        " " * 100_000,
    ],
    ids=["digits", "gaps", "brackets", "mail", "stars", "blanks"],
)
def test_a_pattern_meets_a_hundred_thousand_equal_signs_and_comes_back(text):
    assert all(one.end <= len(text) for one in detect(text))


def test_a_name_at_any_place_of_a_long_text_is_found():
    """Long sentences are cut into pieces for the second finder; no cut may lose a name."""
    filler = "本次工作按照既定安排稳妥推进并及时向有关方面反馈进展"
    for shift in range(0, 40, 3):
        text = filler * 3 + "好" * shift + "，户主王桂兰家庭困难，" + filler * 3
        assert any(text[one.start : one.end] == "王桂兰" for one in detect(text)), shift
