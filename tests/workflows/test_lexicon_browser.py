"""The detector's words and the register of officials in a real browser."""

import pytest
from django.urls import reverse

from privacy import lexicon
from privacy.models import LexiconEntry, LexiconProposal, LexiconTally
from tests.workflows.test_contacts import contact
from tests.workflows.test_list_browser import picture, violations, visit  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def words(team):
    for word, decided, count in (("户主", "mask", 41), ("户主", "keep", 2), ("驾驶员", "keep", 7)):
        LexiconTally.objects.create(
            entry=f"citizen_roles:{word}",
            cls="RECIPIENT_NAME",
            proposed="mask",
            decided=decided,
            count=count,
        )
    LexiconProposal.objects.create(kind="role", effect="citizen", word="轮候户代表", count=4)
    LexiconProposal.objects.create(kind="not_a_name", word="高架", count=3)
    LexiconEntry.objects.create(
        kind="role", effect="official", word="护桥人", added_by=team.reviewer
    )
    yield
    lexicon.use(lexicon.Changes())


def test_the_screens_of_the_words_are_accessible(live_server, team, visit, words):  # noqa: F811
    page = visit(team.reviewer, viewport={"width": 1440, "height": 900})
    for name in ("effects", "proposals", "import"):
        page.goto(live_server.url + reverse(f"lexicon:{name}"))
        picture(page, f"lexicon-{name}", full_page=True)
        assert not violations(page)
    page.goto(live_server.url + reverse("lexiconentry:index"))
    picture(page, "lexicon-index", full_page=True)
    page.goto(live_server.url + reverse("lexiconentry:add"))
    picture(page, "lexicon-add", full_page=True)


def test_the_screens_of_the_words_fit_a_phone(live_server, team, visit, words):  # noqa: F811
    page = visit(team.reviewer, viewport={"width": 390, "height": 844})
    for name in ("effects", "proposals", "import"):
        page.goto(live_server.url + reverse(f"lexicon:{name}"))
        picture(page, f"lexicon-{name}-390", full_page=True)
        wide = page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth")
        assert wide <= 0, name


def test_the_register_is_shown_to_its_unit(live_server, team, visit):  # noqa: F811
    contact(team)
    contact(team, name="", role="低保咨询", phone="0431-80000456")
    page = visit(team.editor, viewport={"width": 1440, "height": 900})
    page.goto(live_server.url + reverse("unitcontact:index"))
    picture(page, "contacts-index", full_page=True)
    assert page.get_by_text("低保咨询").count()
    page.goto(live_server.url + reverse("unitcontact:add"))
    picture(page, "contacts-add", full_page=True)
