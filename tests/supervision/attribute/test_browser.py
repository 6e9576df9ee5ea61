"""The public count of what is kept back in a real browser."""

import pytest

from disclosure.attribute import rules
from disclosure.attribute.grounds import GROUNDS
from disclosure.models import AttributeDecision
from tests import factories
from tests.flows.test_public_pages_axe import overflow, violations
from tests.workflows import people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [320, 820])
def test_what_is_kept_back_is_told_without_scrolling_the_page(
    transactional_db, live_server, browser_context, width, language
):
    people.install()
    unit = factories.unit("jl-0", "省安全生产委员会办公室各成员单位联合值班室")
    for number, ground in enumerate((*list(GROUNDS)[:4], "")):
        item = factories.draft(of=unit, publicity=rules.WITHHELD if ground else rules.UNDECIDED)
        AttributeDecision.objects.create(
            page_id=item.pk,
            unit=unit,
            step="decided" if ground else "referred",
            attribute=item.publicity,
            ground=ground,
            reason=f"试验用的理由，第{number}项。",
            by_name="审核人",
        )
    page = browser_context(viewport={"width": width, "height": 800}).new_page()
    page.goto(f"{live_server.url}/lang/{language}/?next=/withheld/")
    page.goto(f"{live_server.url}/withheld/")
    assert page.locator("table td").count()
    assert violations(page) == []
    assert overflow(page) <= 0
