"""`/search/suggest`: live items only, at once without what was withdrawn, nothing kept."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from disclosure import copies, outbox, publishing
from disclosure.models import ListPeriod
from search.completion import completing
from tests.disclosure import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def citizen(site_search):
    cache.clear()
    return Client()


def released(title="关于白桦林养护的公告", **fields):
    item = stories.released(title=title, **fields)
    outbox.drain()
    return item


def offered(citizen, typed):
    return citizen.get("/search/suggest", {"q": typed}).json()["suggestions"]


def labels(citizen, typed):
    return [one["label"] for one in offered(citizen, typed)]


@pytest.mark.parametrize(
    "typed", ["白桦", "桦林养", "baihua", "bhl", "baihuali", "白樺林", "ＢＨＬ"]
)
def test_a_title_is_completed_by_signs_pinyin_and_first_letters(citizen, typed):
    item = released()
    found = offered(citizen, typed)
    assert [(one["kind"], one["url"]) for one in found] == [("title", f"/i/{item.number}/")]


def test_everyday_words_are_made_of_what_live_titles_say(citizen):
    released("关于调整2026年城乡居民最低生活保障标准的通知")
    assert "低保标准" in labels(citizen, "dbbz")
    assert offered(citizen, "低保标")[0]["url"].startswith("/search/?q=")


def test_units_regions_catalogue_and_document_numbers_are_completed(citizen):
    released(doc_no="吉测〔2026〕7号")
    kinds = {one["kind"]: one["url"] for one in offered(citizen, "吉测[2026")}
    assert list(kinds) == ["document"]
    assert {one["kind"] for one in offered(citizen, "吉林")} >= {"unit", "region"}
    assert [one["url"] for one in offered(citizen, "gonggao") if one["kind"] == "catalogue"] == [
        "/search/?catalogue=X21"
    ]


def test_a_draft_is_never_offered(citizen):
    stories.draft(title="关于白桦林养护的公告")
    outbox.drain()
    assert offered(citizen, "白桦") == []


@pytest.mark.parametrize("reason", ["expired", "privacy"])
def test_what_is_withdrawn_is_gone_at_once_and_then_from_the_file(citizen, reason):
    item = released("关于白桦林最低生活保障标准的公告", doc_no="白测〔2026〕7号")
    assert offered(citizen, "白桦")
    publishing.withdraw(item, reason=reason, by=stories.person("publisher"))
    assert not [one for one in offered(citizen, "白桦") if "/i/" in one["url"]]  # before the index
    outbox.drain()
    for typed in ("白桦", "dbbz", "白测", "吉林", "公告"):
        assert offered(citizen, typed) == []
    assert not copies.get("suggestions").still_there(item.number, [])
    folder = completing.suggestions().path.parent
    held = b"".join(file.read_bytes() for file in folder.glob("suggest.sqlite3*"))
    assert "白桦林".encode() not in held and "白桦".encode() not in held


def test_a_name_stays_as_long_as_one_live_item_has_it(citizen):
    first, _second = released(), released("关于红松林养护的公告")
    publishing.withdraw(first, reason="expired", by=stories.person("publisher"))
    outbox.drain()
    assert any(one["kind"] == "unit" for one in offered(citizen, "吉林"))
    assert labels(citizen, "桦林") == []


def test_a_revised_title_replaces_the_old_one(citizen):
    item = stories.revised(released(), title="关于红松林养护的公告")
    publishing.commit(stories.cleared(item), by=stories.person("publisher"), reason="correction")
    outbox.drain()
    assert labels(citizen, "白桦") == []
    assert labels(citizen, "红松") == ["关于红松林养护的公告"]


def test_an_item_that_shows_a_list_of_persons_for_a_time_is_not_offered(citizen):
    item = released()
    today = timezone.localdate()
    ListPeriod.objects.create(
        number=item.number,
        page_id=item.pk,
        rev=1,
        posted_on=today,
        last_day=today + timedelta(days=5),
        days=7,
        row_count=3,
    )
    assert offered(citizen, "白桦") == []


def test_at_most_ten_are_offered_and_the_browser_forgets_them_in_seconds(citizen):
    for at in range(14):
        stories.released(title=f"第{at}期白桦林养护公告")
    outbox.drain()
    response = citizen.get("/search/suggest", {"q": "白桦"})
    assert len(response.json()["suggestions"]) == 10
    assert "private" in response["Cache-Control"] and "max-age=2" in response["Cache-Control"]


def test_statements_do_not_grow_with_the_names(citizen, django_assert_max_num_queries):
    def statements():
        citizen.get("/search/suggest", {"q": "白桦"})
        with django_assert_max_num_queries(10) as asked:
            citizen.get("/search/suggest", {"q": "白桦"})
        return len(asked)

    released()
    one = statements()
    for at in range(8):
        stories.released(title=f"第{at}期白桦林养护公告")
    outbox.drain()
    assert statements() == one


def test_one_visitor_cannot_ask_without_end(citizen, monkeypatch):
    monkeypatch.setattr(completing, "PER_MINUTE", 3)
    answers = [citizen.get("/search/suggest", {"q": "白桦"}).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 429, 429]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=",
        "q=" + "%E4%BD%8E" * 9000,
        "q=%22%22%27%3B--",
        "q=%ED%A0%80%FF%00",
        "q=*",
        "q=-",
        "q=a%00b",
        "q=NEAR(",
        "q=text%3A%E4%BD%8E",
        "q=x&q=y",
        "q=" + "a" * 5000,
    ],
)
def test_hostile_letters_are_answered_with_a_list(citizen, query):
    released()
    response = citizen.get(f"/search/suggest?{query}")
    assert response.status_code == 200
    assert isinstance(response.json()["suggestions"], list)


def test_a_broken_file_leaves_the_page_working_and_is_made_anew(citizen):
    released()
    names = completing.suggestions()
    names.path.write_bytes(b"no database" * 500)
    names.path.with_name(names.path.name + "-wal").unlink(missing_ok=True)
    assert citizen.get("/search/suggest", {"q": "白桦"}).status_code == 200
    assert citizen.get("/search/", {"q": "白桦"}).status_code == 200
    assert len(offered(citizen, "白桦")) == 1  # a new file was begun


def test_only_reading_is_possible(citizen):
    assert citizen.post("/search/suggest", {"q": "白桦"}).status_code == 405
