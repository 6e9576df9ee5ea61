"""Page types across the domains: what their own checks refuse."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from disclosure.models import ResponsePage
from tests.disclosure import stories

pytestmark = pytest.mark.django_db
FOUND = datetime(2026, 2, 16, 23, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def answer(after: timedelta | None) -> ResponsePage:
    return stories.draft(
        page_class=ResponsePage,
        catalogue_item=stories.row("X13", "ResponsePage"),
        found_at=FOUND,
        responded_at=None if after is None else FOUND + after,
    )


def test_an_answer_cannot_be_earlier_than_the_concern():
    with pytest.raises(ValidationError) as refused:
        answer(timedelta(minutes=-1))
    assert list(refused.value.message_dict) == ["responded_at"]


@pytest.mark.parametrize("after", [None, timedelta(0), timedelta(hours=48)])
def test_a_concern_may_be_unanswered_or_answered_at_once_or_later(after):
    assert answer(after).pk
