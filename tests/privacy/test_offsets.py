"""Every finding points at the original text, whatever normalisation did to it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.detect import detect
from privacy.normalise import normalise

SIGNS = st.text(
    alphabet="王桂兰户主电话身份证号１３９0123456789xX：，。、（）() \n\t\u200b%&;#·•–-&amp;張國強①一二〇零",
    max_size=80,
)
ANY = st.text(max_size=80)


@settings(max_examples=150, deadline=None)
@given(ANY | SIGNS)
def test_the_map_is_monotone_and_covers_the_text(text):
    normal = normalise(text)
    assert len(normal.text) == len(normal.starts) == len(normal.ends)
    assert list(normal.starts) == sorted(normal.starts)
    assert list(normal.ends) == sorted(normal.ends)
    assert all(0 <= a < b <= len(text) for a, b in zip(normal.starts, normal.ends, strict=True))


@settings(max_examples=150, deadline=None)
@given(ANY | SIGNS, st.data())
def test_a_range_goes_to_the_original_and_back(text, data):
    normal = normalise(text)
    if not normal.text:
        return
    start = data.draw(st.integers(0, len(normal.text) - 1))
    end = data.draw(st.integers(start + 1, len(normal.text)))
    first, last = normal.original(start, end)
    again = normal.normal(first, last)
    assert again[0] <= start and end <= again[1]


@settings(max_examples=100, deadline=None)
@given(SIGNS, SIGNS)
def test_a_number_is_found_at_its_place_whatever_stands_around_it(left, right):
    value = "22018219700101000X"
    text = f"{left}。\n身份证号：{value}。\n{right}"
    start = text.index("身份证号：" + value) + 5
    places = {
        place for one in detect(text) if one.action != "keep" for place in range(one.start, one.end)
    }
    assert set(range(start, start + len(value))) <= places


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["&nbsp;", "\u200b", "　", "%20", "&#8203;"]), st.integers(0, 3))
def test_what_is_invisible_shifts_no_offset(blank, count):
    text = blank * count + "户主王桂兰，电话13900001234"
    found = {text[one.start : one.end] for one in detect(text)}
    assert {"王桂兰", "13900001234"} <= found


@settings(max_examples=80, deadline=None)
@given(SIGNS)
def test_plain_text_normalises_to_itself_when_done_again(text):
    once = normalise(text.replace("&", "").replace("%", "")).text
    assert normalise(once).text == once


def test_a_very_long_text_is_read_to_its_end():
    filler = "全县脱贫攻坚工作稳步推进。\n" * 4_000
    text = filler + "户主王桂兰，身份证号22018219700101000X。"
    found = {text[one.start : one.end] for one in detect(text, domain="poverty")}
    assert {"王桂兰", "22018219700101000X"} <= found
