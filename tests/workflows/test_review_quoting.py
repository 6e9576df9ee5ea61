"""Words of staff repeat nothing of the item, however it is spelt."""

import pytest
from django.urls import reverse

from tests.workflows import people
from tests.workflows.test_review import decide, waiting
from tests.workflows.test_screens import text_of
from workflows import actions, wording
from workflows.models import ReviewDraft
from workflows.review.deciding import CannotDecide

WIDE = people.ID_NUMBER.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
IN_CHINESE = people.ID_NUMBER.translate(
    {ord(a): b for a, b in zip("0123456789", "〇一二三四五六七八九", strict=True)}
)
QUOTES = [
    people.NAME,
    "张 小 三",
    people.ID_NUMBER,
    WIDE,
    IN_CHINESE,
    "-".join((people.ID_NUMBER[:6], people.ID_NUMBER[6:14], people.ID_NUMBER[14:])),
]


@pytest.mark.parametrize("quote", QUOTES)
def test_a_return_that_quotes_is_refused_and_kept_in_the_form(team, as_, quote):
    page, state = waiting(team)
    typed = f"第二段的{quote}请改写。"
    with pytest.raises(wording.HoldsPersonalData):
        actions.return_(page, team.reviewer, typed)
    answer = as_(team.reviewer).post(
        reverse("workflows:review", args=[page.pk]), {"do": "return", "reasons": typed}
    )
    assert "不要抄写内容本身" in text_of(answer)
    state.refresh_from_db()
    assert state.comment == ""


def test_a_return_in_other_words_goes_through(team):
    page, _state = waiting(team)
    state = actions.return_(page, team.reviewer, "第二段的姓名请改为“某户”。")
    assert state.comment


@pytest.mark.parametrize("quote", QUOTES)
def test_grounds_and_replacements_quote_nothing_either(team, quote):
    _page, state = waiting(team)
    for field in ("reason", "basis", "replacement"):
        more = {"reason": "项目负责人", "basis": "条例第二十条", field: f"即{quote}"}
        with pytest.raises(CannotDecide):
            decide(state, team, "RECIPIENT_NAME", "keep", **more)


def test_a_half_written_return_is_kept_unless_it_quotes(team, as_):
    page, _state = waiting(team)
    client, address = as_(team.reviewer), reverse("workflows:review", args=[page.pk])
    client.post(address, {"do": "draft", "reasons": "第二段的个案说明"})
    client.post(address, {"do": "draft", "reasons": f"第二段的{people.NAME}"})
    assert ReviewDraft.objects.get().comment == "第二段的个案说明"
    assert "第二段的个案说明" in text_of(client.get(address))
