"""Every removal owes that its words leave the files of the index, and shows until they have."""

import pytest
from django.utils import timezone

from disclosure import copies, outbox, publishing
from disclosure.models import Outbox, PublicVersion
from search import indexing
from search.models import SearchDocument
from search.upkeep import forgetting
from tests.disclosure import stories

pytestmark = pytest.mark.django_db


class Index:
    """An engine that takes everything and lets go of it when it is told to."""

    def __init__(self):
        self.is_clean, self.purges = True, 0

    def purge(self):
        self.purges += 1
        return self.is_clean


@pytest.fixture
def index(settings, site_search, monkeypatch):
    settings.SEARCH_ENGINE = "elastic"
    engine = Index()
    monkeypatch.setattr(forgetting, "get_engine", lambda: engine)
    monkeypatch.setattr(indexing, "_write", lambda _engine, _document: None)
    monkeypatch.setattr(indexing, "get_engine", lambda: engine)
    return engine


def owed():
    return Outbox.objects.filter(kind="forget", done_at__isnull=True)


def withdrawn(title="关于白桦林养护的公告"):
    item = stories.released(title=title)
    outbox.drain()
    publishing.withdraw(item, reason="privacy", by=stories.person("publisher"))
    outbox.drain()
    return item


def later():
    owed().update(due_at=None)
    outbox.drain()


def test_publishing_owes_nothing_and_a_removal_one_purge(index):
    item = withdrawn()
    assert [row.number for row in owed()] == [item.number]
    indexing.unindex(item.number, {"rev": 2})
    assert owed().count() == 1
    assert index.purges == 0  # not before the copies of the shards let go of it
    assert owed().get().due_at > timezone.now()


def test_a_site_with_the_embedded_index_owes_nothing(index, settings):
    settings.SEARCH_ENGINE = "embedded"
    withdrawn()
    assert not owed().exists()


def test_a_revision_that_only_deletes_owes_it_as_well(index):
    item = stories.released(title="关于白桦林养护的公告")
    outbox.drain()
    PublicVersion.objects.filter(number=item.number).update(type="redact")
    indexing.index(item.number, {})
    assert owed().exists()


def test_it_shows_until_no_file_holds_anything(index):
    item = withdrawn()
    held = copies.get("elastic_files")
    index.is_clean = False
    later()
    assert owed().get().last_error == "StillHeld"
    assert held.still_there(item.number, [])
    index.is_clean = True
    later()
    assert not owed().exists()
    assert not held.still_there(item.number, [])


def test_a_removal_that_the_index_has_not_taken_is_not_purged_with_the_others(index):
    first = withdrawn()
    second = withdrawn("关于红松林养护的公告")
    Outbox.objects.filter(kind="unindex", number=second.number).update(done_at=None, attempts=1)
    Outbox.objects.filter(kind="unindex", number=second.number).update(
        due_at=timezone.now() + forgetting.AFTER
    )
    owed().filter(number=first.number).update(due_at=None)
    outbox.drain()
    states = dict(SearchDocument.objects.values_list("number", "purged_at"))
    assert states[first.number]
    assert states[second.number] is None
