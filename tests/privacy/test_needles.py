import base64
import json
import quopri
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.needles import REMOVED, Needles

NAME = "张三丰"
ID = "22010219900307000X"  # invented: sequence number 000


def revision_json(text):
    """As SQLite holds a revision: JSON with escapes, the body being JSON again."""
    return json.dumps({"title": text, "body": json.dumps([{"type": "prose", "value": text}])})


@pytest.mark.parametrize("value", [NAME, ID, 'O"Neil & <Söhne>'])
@pytest.mark.parametrize(
    "store",
    [
        str,
        json.dumps,
        revision_json,
        lambda text: json.dumps(revision_json(text), ensure_ascii=False),
        lambda text: urlencode({"title": text, "body": json.dumps(text)}),
        lambda text: f"<p>{text}</p>",
    ],
    ids=["raw", "json", "json in json", "escaped twice", "form", "html"],
)
def test_a_value_is_found_and_removed_in_every_stored_form(value, store):
    stored = store(f"前{value}后")
    needles = Needles([value])

    assert needles.found_in(stored) == {0}
    cleaned = needles.clean(stored)
    assert not needles.found_in(cleaned)
    assert REMOVED in cleaned
    assert needles.clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("张<b>三</b>丰", "***<b></b>"),
        ("２２０１０２19900307000ｘ", "***"),
        ("号 220102 1990-0307 000x。", "号 ***。"),
        ("220102<i>1990</i>0307000X", "***<i></i>"),
        ("22010219900307000", "22010219900307000"),
        ("张 三丰", "张 三丰"),
        ("张三", "张三"),
    ],
)
def test_mark_up_width_and_separators_do_not_hide_a_number(text, cleaned):
    assert Needles([NAME, ID]).clean(text) == cleaned


def test_values_inside_structures_are_cleaned_and_the_rest_is_kept():
    value = {"a": [1, None, True, f"甲{NAME}", {NAME: 22010219}], "b": "甲", "c": "[broken " + NAME}

    cleaned = Needles([NAME, "22010219"]).clean_json(value)

    assert cleaned == {
        "a": [1, None, True, "甲***", {"***": None}],
        "b": "甲",
        "c": "[broken ***",
    }


def test_json_stays_json_when_it_is_cleaned():
    cleaned = Needles([NAME]).clean(revision_json(NAME))
    assert json.loads(json.loads(cleaned)["body"]) == [{"type": "prose", "value": "***"}]


def test_a_longer_value_goes_before_the_shorter_one_inside_it():
    assert Needles(["张三", "张三丰"]).clean("张三丰和张三") == "***和***"


def test_blank_and_single_characters_are_never_needles():
    assert not Needles(["", " ", "张", "\n"])
    assert Needles(["", "张三 "]).clean("张三") == "***"


def test_only_long_values_are_unmistakable():
    kept = Needles([NAME, ID, "长春市朝阳区某街1号"]).unmistakable()
    assert [needle.value for needle in kept.needles] == [ID, "长春市朝阳区某街1号"]


def test_a_needle_does_not_show_itself():
    assert NAME not in repr(Needles([NAME]).needles)


@given(st.text(), st.text(min_size=2), st.text())
def test_nothing_is_left_of_a_value_whatever_stands_around_it(before, value, after):
    needles = Needles([value])
    if needles:
        cleaned = needles.clean(before + value + after)
        assert needles.needles[0].value not in cleaned.replace(REMOVED, "\0")


@pytest.mark.parametrize("value", [NAME, ID, "匡𠮷林"])
@pytest.mark.parametrize(
    "encode",
    [
        lambda v: "".join(f"&#x{ord(sign):x};" for sign in v),
        lambda v: "".join(f"&amp;#{ord(sign)};" for sign in v),
        lambda v: quote(v, encoding="gb18030"),
        lambda v: quote(quote(v)),
        lambda v: "".join(f"%u{ord(s):04x}" if ord(s) < 0x10000 else quote(s) for s in v),
        lambda v: quopri.encodestring(v.encode()).decode(),
        lambda v: base64.b64encode(v.encode()).decode(),
        lambda v: base64.urlsafe_b64encode(v.encode("gb18030")).decode().rstrip("="),
        lambda v: v.encode().hex(),
        lambda v: v.encode("utf-16-be").hex().upper(),
        lambda v: repr(v.encode()),
    ],
)
def test_a_value_is_found_and_removed_in_every_encoding_of_the_outside(value, encode):
    text = f'<a href="/x?q={encode(value)}">甲</a>'
    needles = Needles([value])
    assert needles.found_in(text) == {0}
    assert not needles.found_in(needles.clean(text))


def test_a_whole_list_of_people_is_looked_for_in_one_pass():
    people = [f"{chr(0x4E00 + n // 100)}{chr(0x5E00 + n % 100)}安" for n in range(20_000)]
    needles = Needles(people)
    text = "某地公布名单。" * 10_000 + people[12_345] + "，其余略。"
    assert {needles.needles[n].value for n in needles.found_in(text)} == {people[12_345]}


def test_noise_and_long_texts_without_the_value_are_no_hit():
    noise = base64.b64encode(bytes(range(256)) * 400).decode() + "%E5%BC" * 500 + "\\u5f" * 500
    assert Needles([NAME, ID]).found_in(noise) == set()
    assert Needles([]).found_in(noise) == set()


@pytest.mark.parametrize(
    "written",
    ["82 34 567", "823-4567", "８２３４５６７", "823\u2060•4567", "82345     \u200f     67"],
)
def test_blanks_hide_no_short_number_either(written):
    needles = Needles(["8234567"])
    assert needles.found_in(f"电话{written}。") == {0}
    assert needles.found_in("电话823456。") == set()
    assert "***" in needles.clean(f"电话{written}。")
