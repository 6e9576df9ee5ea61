"""Counts of questions: nothing of a person is kept, rare questions stay without words."""

import logging
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from disclosure import outbox
from privacy import sweep
from privacy.needles import Needles
from search.models import AskedDay, AskedQuery, AskedTotal
from search.query_log import asking, counting
from search.query_log.counting import THRESHOLD, flush, purge
from search.query_log.scrubbing import scrubbed
from tests.disclosure import stories

pytestmark = pytest.mark.django_db
# Invented: the sequence 000 is never given out.
ID_NUMBER, NAME, PHONE = "220102199003070007", "匡玉芝", "13900000000"
BROWSER = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"}
FROM_HOME = {**BROWSER, "Referer": "http://testserver/"}


@pytest.fixture(autouse=True)
def one_day_is_enough(monkeypatch):
    monkeypatch.setattr(counting, "ON_ONE_DAY", THRESHOLD)


@pytest.fixture
def citizen(site_search):
    return Client(headers=FROM_HOME)


def ask(client, text, times=1, **options):
    for _ in range(times):
        assert client.get("/search/", {"q": text, **options}).status_code == 200


def words():
    return dict(AskedQuery.objects.values_list("text", "asked"))


def test_a_question_shows_its_words_from_the_fifth_asking_on(citizen):
    ask(citizen, "低保怎么申请", THRESHOLD - 1)
    assert flush() == THRESHOLD - 1
    assert words() == {"": THRESHOLD - 1}
    ask(citizen, "低保怎么申请")
    flush()
    assert words() == {"低保怎么申请": THRESHOLD}


def test_what_one_person_tries_again_and_again_in_one_sitting_stays_without_words(
    citizen, monkeypatch
):
    monkeypatch.setattr(counting, "ON_ONE_DAY", 20)
    ask(citizen, "低保怎么申请", THRESHOLD + 5)
    flush()
    assert words() == {"": THRESHOLD + 5}
    row = AskedQuery.objects.get()
    AskedDay.objects.filter(query=row).update(day=timezone.localdate() - timedelta(days=1))
    ask(citizen, "低保怎么申请")
    flush()
    assert words() == {"低保怎么申请": THRESHOLD + 6}


def test_what_nothing_was_found_for_is_counted_so(citizen):
    item = stories.released(title="低保公示")
    outbox.drain()
    ask(citizen, "低保", 2)
    ask(citizen, "煤改气补贴", 3)
    flush()
    total = AskedTotal.objects.get()
    assert (total.way, total.asked, total.empty, total.audible) == ("page", 5, 3, 5)
    assert item.number


def test_opening_a_result_is_counted_by_the_page_it_came_from(citizen):
    item = stories.released(title="低保公示")
    outbox.drain()
    ask(citizen, "低保", THRESHOLD)
    before = f"http://testserver{reverse('search')}?{urlencode({'q': '低保', 'page': '2'})}"
    Client().get(f"/i/{item.number}/", headers={**BROWSER, "Referer": before})
    elsewhere = "https://example.org/search/?q=x"
    Client().get(f"/i/{item.number}/", headers={**BROWSER, "Referer": elsewhere})
    flush()
    row = AskedDay.objects.get()
    assert (row.asked, row.opened) == (THRESHOLD, 1)


def test_a_browser_that_does_not_say_where_it_came_from_leaves_it_unknown(site_search):
    ask(Client(headers=BROWSER), "低保")
    flush()
    assert (AskedTotal.objects.get().asked, AskedTotal.objects.get().audible) == (1, 0)


def test_pages_filters_and_exact_questions_are_not_asked_again(citizen):
    ask(citizen, "低保", page="2")
    ask(citizen, "低保", year="2026")
    ask(citizen, "低保", exact="1")
    ask(citizen, "")
    assert flush() == 0


def test_programs_are_counted_apart_and_without_words(citizen):
    for agent in ("", "Googlebot/2.1", "curl/8.5", "python-requests/2.32"):
        ask(Client(headers={"User-Agent": agent} if agent else {}), "低保怎么申请", THRESHOLD)
    flush()
    assert AskedTotal.objects.get().way == "robot"
    assert not AskedQuery.objects.exists()


def test_a_page_loaded_in_advance_is_no_question(citizen):
    citizen.get("/search/", {"q": "低保"}, headers={**FROM_HOME, "Sec-Purpose": "prefetch"})
    assert flush() == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (f"{NAME} {ID_NUMBER}", ""),
        (f"{NAME}低保", "[姓名]低保"),
        (f"低保 {ID_NUMBER}", "低保 [号码]"),
        ("低保 2201 0219 9003 0700 07", "低保 [号码]"),
        ("低保２２０１０２１９９００３０７０００７", "低保[号码]"),
        (f"{PHONE}是谁的电话", "[号码]是谁的电话"),
        ("kuangyuzhi低保", "[字母]低保"),
        ("Kuang Yu Zhi", ""),
        ("kyz@example.org 低保", "[个人信息] 低保"),
        ("低保怎么申请", "低保怎么申请"),
        ("马拉松报名", "马拉松报名"),
        ("12345热线", "12345热线"),
        ("吉政办函〔2018〕120号", ""),
        ("为贯彻落实党中央决策部署，切实保障困难群众基本生活，现将有关事项通知如下请遵照执行", ""),
        ("\ud800低保\x00", "低保"),
        ("", ""),
    ],
)
def test_what_could_be_somebodys_is_replaced_by_its_kind(typed, kept):
    assert scrubbed(typed) == kept


def test_a_name_and_a_number_typed_into_the_search_are_nowhere(citizen, caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.WARNING)
    item = stories.released(title="低保公示")
    outbox.drain()
    for text in (NAME, ID_NUMBER, f"{NAME}低保", f"低保{ID_NUMBER}", f"{NAME} {PHONE} 残疾"):
        ask(citizen, text, THRESHOLD + 2)
        before = f"http://testserver/search/?{urlencode({'q': text})}"
        Client().get(f"/i/{item.number}/", headers={**BROWSER, "Referer": before})
    flush()
    purge(timezone.localdate())
    wanted = Needles([NAME, ID_NUMBER, PHONE])
    assert AskedQuery.objects.exclude(text="").exists()
    assert [str(hit) for hit in sweep.everywhere(wanted)] == []
    ours = [r for r in caplog.records if not r.name.startswith("django.")]
    assert [r.name for r in ours if wanted.found_in(r.getMessage())] == []


def test_a_question_that_cannot_be_cleaned_is_not_kept(citizen, monkeypatch, caplog):
    def fails(_text):
        raise ValueError(NAME)

    monkeypatch.setattr(counting, "scrubbed", fails)
    ask(citizen, "低保", THRESHOLD)
    assert flush() == THRESHOLD
    assert not AskedQuery.objects.exists()
    assert AskedTotal.objects.get().wordless == THRESHOLD
    assert NAME not in caplog.text


def test_a_locked_database_loses_the_count_and_not_the_answer(citizen, monkeypatch):
    def locked(*_args):
        raise DatabaseError("database is locked")

    ask(citizen, "低保")
    monkeypatch.setattr(counting, "_add_total", locked)
    assert flush() == 0
    ask(citizen, "低保")


def test_counting_adds_no_statement_to_a_search(
    citizen, django_assert_max_num_queries, monkeypatch
):
    def statements():
        with django_assert_max_num_queries(100) as asked:
            ask(citizen, "低保")
        return len(asked)

    ask(citizen, "低保")
    counted = statements()
    monkeypatch.setattr(asking, "_keep", lambda _asking: None)
    assert statements() == counted


def test_made_up_questions_fill_no_table(citizen, monkeypatch):
    monkeypatch.setattr(counting, "MOST_NEW_A_DAY", 3)
    for word in ("煤改气", "低保", "医保", "公租房", "体育馆", "疫苗"):
        ask(citizen, word)
    flush()
    ask(citizen, "图书馆")
    flush()
    assert AskedQuery.objects.count() == 3
    assert AskedTotal.objects.get().asked == 7


def test_more_questions_than_fit_are_counted_without_words(citizen, monkeypatch):
    monkeypatch.setattr(asking, "MOST_WAITING", 2)
    for word in ("煤改气", "低保", "医保", "公租房"):
        ask(citizen, word)
    flush()
    assert AskedTotal.objects.get().asked == 4
    assert AskedQuery.objects.count() == 2


def test_counts_are_forgotten_in_time():
    today = date(2026, 6, 1)
    old, rare = today - timedelta(days=counting.KEEP_DAYS + 1), today - timedelta(days=61)
    kept = AskedQuery.objects.create(digest="a", text="低保", asked=9, last_on=today)
    AskedDay.objects.create(query=kept, day=old, asked=4)
    AskedDay.objects.create(query=kept, day=today, asked=5)
    seldom = AskedQuery.objects.create(digest="b", asked=1, last_on=rare)
    AskedDay.objects.create(query=seldom, day=rare, asked=1)
    AskedQuery.objects.create(digest="c", text=f"{NAME}低保", asked=9, last_on=today)
    gone = purge(today)
    assert (gone["days"], gone["queries"] > 0) == (1, True)
    assert list(AskedQuery.objects.values_list("text", flat=True)) == ["低保"]


@pytest.mark.django_db(transaction=True)
def test_the_thread_of_a_process_adds_up_what_was_asked(citizen, settings, monkeypatch):
    monkeypatch.setattr(asking, "FLUSH_SECONDS", 0.05)
    settings.OUTBOX_LONG_INLINE = False
    ask(citizen, "低保怎么申请")
    settings.OUTBOX_LONG_INLINE = True
    thread = asking._thread
    try:
        assert thread.daemon and thread.is_alive()
    finally:
        asking._stop.set()
        thread.join(30)
        asking._stop.clear()
    assert not thread.is_alive()
    assert AskedTotal.objects.get().asked == 1
