"""The index holds what is public and nothing else, from release to withdrawal."""

import pytest
from django.core.management import CommandError, call_command

from disclosure import outbox, publishing, surfaces
from disclosure.models import Outbox
from search import indexing
from search.models import SearchDocument
from search.query import SearchQuery
from tests.disclosure import stories

pytestmark = pytest.mark.django_db


def found(engine, words):
    return [hit.record.number for hit in engine.find(SearchQuery(words)).hits]


def test_a_draft_is_not_found_a_released_item_is(site_search):
    page = stories.draft(title="关于白桦林养护的公告", text="养护期为三年。")
    outbox.drain()
    assert found(site_search, "白桦林养护") == []
    item = stories.released(page)
    outbox.drain()
    assert found(site_search, "白桦林养护") == [item.number]


def test_the_record_holds_what_is_searched_and_filtered_by(site_search):
    item = stories.released(
        title="关于白桦林养护的公告", text="养护期为三年。", doc_no="吉测〔2026〕7号"
    )
    outbox.drain()
    record = site_search.find(SearchQuery("吉测[2026]7号")).hits[0].record
    assert record.number == item.number
    assert (record.domain, record.stage, record.unit_code) == ("welfare", "service", "jl-test")
    assert record.region_codes == ("220000",)
    assert "养护期为三年" in record.text
    assert "proactive" not in record.text


def test_a_change_that_is_not_released_is_not_found(site_search):
    item = stories.released(title="关于白桦林养护的公告")
    stories.revised(item, title="关于红松林养护的公告")
    outbox.drain()
    assert found(site_search, "红松林") == []


def test_a_revision_replaces_the_earlier_words(site_search):
    item = stories.released(title="关于白桦林养护的公告")
    outbox.drain()
    item = stories.revised(item, title="关于红松林养护的公告")
    publishing.commit(stories.cleared(item), by=stories.person("publisher"), reason="correction")
    outbox.drain()
    assert found(site_search, "红松林") == [item.number]
    assert found(site_search, "白桦林") == []


@pytest.mark.parametrize("reason", ["expired", "privacy"])
def test_a_withdrawn_item_leaves_store_and_index(site_search, reason):
    item = stories.released(title="关于白桦林养护的公告")
    outbox.drain()
    publishing.withdraw(item, reason=reason, by=stories.person("publisher"))
    outbox.drain()
    assert found(site_search, "白桦林") == []
    document = SearchDocument.objects.get(number=item.number)
    assert (document.is_removed, document.payload) == (True, {})


def test_side_effects_may_come_twice_and_late(site_search):
    item = stories.released(title="关于白桦林养护的公告")
    publishing.withdraw(item, reason="expired", by=stories.person("publisher"))
    rows = list(Outbox.objects.filter(kind__in=["index", "unindex"]).order_by("-pk"))
    for row in [*rows, *rows]:
        {"index": indexing.index, "unindex": indexing.unindex}[row.kind](row.number, row.payload)
    assert found(site_search, "白桦林") == []


def test_the_search_is_a_surface_that_the_release_check_reads():
    page = stories.draft(title="关于白桦林养护的公告", text="养护期为三年。")
    text = surfaces.render("search", page)
    assert "白桦林" in text
    assert "养护期为三年" in text


def test_rebuilding_brings_index_and_database_together(site_search, capsys):
    kept = stories.released(title="关于白桦林养护的公告")
    stray = stories.released(title="关于红松林养护的公告")
    outbox.drain()
    SearchDocument.objects.filter(number=kept.number).delete()
    SearchDocument.objects.filter(number=stray.number).update(rev=9)
    site_search.start_anew()
    with pytest.raises(CommandError) as problems:
        call_command("rebuild_search", check=True)
    assert problems.value.returncode == 1
    call_command("rebuild_search")
    call_command("rebuild_search", check=True)
    assert sorted(found(site_search, "养护")) == sorted([kept.number, stray.number])


def test_measuring_refuses_missing_files_and_wrong_lines(tmp_path):
    with pytest.raises(CommandError) as missing:
        call_command("measure_search", "--corpus=no", "--queries=no", "--engine=embedded")
    assert missing.value.returncode == 2
    wrong = tmp_path / "corpus.jsonl"
    wrong.write_text("{}\nno json\n")
    with pytest.raises(CommandError) as unreadable:
        call_command(
            "measure_search", f"--corpus={wrong}", f"--queries={wrong}", "--engine=embedded"
        )
    assert unreadable.value.returncode == 2


class GrowingFeed:
    """A feed to which something is added between the look at its height and the reading."""

    def __init__(self):
        self.highest = 1

    def state(self):
        return "one", self.highest

    def since(self, seq, limit):
        self.highest = min(self.highest + 1, 5)
        new = range(seq + 1, self.highest + 1)
        return [(at, f"n-{at}", {"number": f"n-{at}", "title": "白桦林"}) for at in new]


@pytest.mark.parametrize("kind", ["index", "names"])
def test_changes_that_come_while_catching_up_do_not_make_it_begin_anew(kind, tmp_path):
    from search.completion.suggestions import Suggestions
    from search.engines.embedded import EmbeddedEngine

    place = {"index": EmbeddedEngine, "names": Suggestions}[kind]
    assert place(tmp_path / "one.sqlite3", GrowingFeed()).catch_up() == 5
