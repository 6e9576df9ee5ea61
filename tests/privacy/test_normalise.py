import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.normalise import normalise


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("２２０１８２", "220182"),
        ("138\u200b0000\ufeff1234", "13800001234"),
        ("0431—8000—6060", "0431-8000-6060"),
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("張偉，身份證", "张伟，身份证"),
        ("&#49;&#51;&#56;&nbsp;", "138 "),
        ("name=%E5%BC%A0", "name=张"),
        ("100%提高", "100%提高"),
        ("一三八零零零零九八七六", "13800009876"),
        ("二〇一八年", "二〇一八年"),
        ("，；。！？：", "，；。！？:"),
    ],
)
def test_what_looks_the_same_is_spelt_the_same(text, plain):
    assert normalise(text).text == plain


def test_offsets_lead_back_to_the_text_as_given():
    text = "户主：張\u200b偉&#49;&#51;８"
    normal = normalise(text)
    start = normal.text.index("张伟")
    assert text[slice(*normal.original(start, start + 2))] == "張\u200b偉"
    start = normal.text.index("138")
    assert text[slice(*normal.original(start, start + 3))] == "&#49;&#51;８"


@given(st.text(max_size=200))
def test_the_map_is_monotone_and_covers_only_the_text(text):
    normal = normalise(text)
    assert len(normal.text) == len(normal.starts) == len(normal.ends)
    for start, end in zip(normal.starts, normal.ends, strict=True):
        assert 0 <= start < end <= len(text)
    assert list(normal.starts) == sorted(normal.starts)


@given(st.text(max_size=100))
def test_normalising_twice_changes_nothing_more(text):
    once = normalise(text).text
    assert normalise(once).text == once or "&" in once or "%" in once


@given(st.text(min_size=1, max_size=60), st.data())
def test_a_range_maps_there_and_back(text, data):
    normal = normalise(text)
    if not normal.text:
        return
    start = data.draw(st.integers(0, len(normal.text) - 1))
    end = data.draw(st.integers(start + 1, len(normal.text)))
    low, high = normal.normal(*normal.original(start, end))
    assert low <= start
    assert high >= end
