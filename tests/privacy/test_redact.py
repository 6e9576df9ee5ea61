import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.detect import detect
from privacy.redact import apply
from tests.privacy.scoring import known_texts, marked_texts


def test_each_action_does_what_it_says():
    text = "户主张小三，住庆丰镇永胜村三社106号，电话13800001234，负责人李四。"
    decisions = [
        (2, 5, "mask", "RECIPIENT_NAME"),
        (7, 19, "generalise", "ADDRESS_DETAIL"),
        (22, 33, "remove", "PERSONAL_PHONE"),
        (37, 39, "keep", "OFFICIAL_NAME"),
    ]
    assert apply(text, decisions) == "户主张*三，住庆丰镇永胜村，电话，负责人李四。"


def test_people_who_look_alike_get_running_numbers():
    text = "张小三、张大三、王五、张小三"
    decisions = [
        (start, end, "mask", "RECIPIENT_NAME") for start, end in ((0, 3), (4, 7), (8, 10), (11, 14))
    ]
    assert apply(text, decisions) == "张*三(1)、张*三(2)、王*、张*三(1)"


@pytest.mark.parametrize(
    "decisions",
    [
        [(0, 3, "mask", "QQ"), (2, 4, "mask", "QQ")],
        [(0, 99, "mask", "QQ")],
        [(2, 2, "mask", "QQ")],
        [(0, 2, "hide", "QQ")],
    ],
)
def test_impossible_decisions_are_refused(decisions):
    with pytest.raises(ValueError, match=r"overlaps|unknown"):
        apply("一二三四五", decisions)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(known_texts()))
def test_nothing_outside_the_decisions_changes(entry):
    text = entry["text"]
    decisions = [(one.start, one.end, one.action, one.cls) for one in detect(text)]
    position, rest = 0, apply(text, decisions)
    for start, end, _action, _cls in decisions:
        untouched = text[position:start]
        assert untouched in rest
        rest, position = rest[rest.index(untouched) + len(untouched) :], end
    assert rest.endswith(text[position:])


@settings(max_examples=40, deadline=None)
@given(
    st.text("0123456789", min_size=3, max_size=3),
    st.sampled_from(["", " ", "-", "\u200b"]),
    st.sampled_from(["220102{0}19030512{0}{1}X", "130{0}0000{0}0{1}"]),
)
def test_no_masked_digit_survives(tail, gap, form):
    value = form.format(gap, tail)
    text = f"户主王晓梅，号码{value}。"
    findings = [one for one in detect(text) if text[one.start : one.end] == value]
    assert findings, value
    one = findings[0]
    assert value not in apply(text, [(one.start, one.end, "mask", one.cls)])
    shown = apply(text, [(one.start, one.end, "remove", one.cls)])
    assert not any(sign.isdigit() for sign in shown)


def test_a_redacted_text_has_nothing_left_to_hide():
    texts = [(entry["domain"], entry["text"]) for entry in known_texts()]
    texts += [(domain, text) for domain, text, _spans in marked_texts("ordinary.txt")]
    for domain, text in texts:
        found = detect(text, domain=domain)
        done = apply(text, [(one.start, one.end, one.action, one.cls) for one in found])
        assert [one for one in detect(done, domain=domain) if one.action != "keep"] == [], done
