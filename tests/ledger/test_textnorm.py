import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.textnorm import norm_v1, text_v1

from .vectors import VECTORS


@pytest.mark.parametrize("case", VECTORS["text"], ids=repr)
def test_committed_text_has_the_published_form(case):
    assert text_v1(case["in"]) == case["out"]


@pytest.mark.parametrize("case", VECTORS["norm"], ids=repr)
def test_compared_text_has_the_published_form(case):
    assert norm_v1(case["in"]) == case["out"]


@given(st.text())
def test_bringing_a_text_into_form_twice_changes_nothing(text):
    assert text_v1(text_v1(text)) == text_v1(text)


def test_a_paragraph_mark_of_another_system_is_not_a_difference():
    assert text_v1("甲\r\n乙\r丙 \u3000\n") == text_v1("甲\n乙\n丙")
