"""Nobody signs others up, learns who follows what, or keeps what is personal."""

import re
from email.utils import parseaddr

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection

from disclosure.models import DisclosurePage
from search.alerts import keys, sending
from search.models import SavedSearch, Subscriber
from tests.search.subscribers import (
    ADDRESS,
    a_day_later,
    ask,
    follow,
    news_for,
    path_in,
    released,
    send,
)

pytestmark = pytest.mark.django_db


# -- abuse ------------------------------------------------------------------------------------
def test_the_answer_does_not_tell_whether_an_address_is_known(citizen):
    follow(citizen)
    known = ask(citizen)
    unknown = ask(citizen, address="new@mail.example")
    for at in range(5):
        full = ask(citizen, f"q=词{at}语")
    answers = {(a.status_code, a["Location"], a.content) for a in (known, unknown, full)}
    assert len(answers) == 1


def test_one_mailbox_gets_at_most_three_mails_a_day_from_the_form(citizen, settings, monkeypatch):
    monkeypatch.setattr("search.alerts.views.PER_VISITOR", 10_000)
    for at in range(40):
        assert ask(citizen, f"q=事项{at}说明").status_code == 302
        ask(citizen, "q=白桦林", address=f"li.xiaohua.canary+{at}@mail.example")
        ask(citizen, "q=白桦林", address=ADDRESS.upper())
    assert len(mail.outbox) == 3
    cache.clear()
    ask(citizen, "q=白桦林")
    assert len(mail.outbox) == 3
    assert SavedSearch.objects.filter(subscriber__searches__isnull=False).count() < 250


def test_one_visitor_cannot_sign_up_half_the_town(citizen):
    answers = [ask(citizen, address=f"p{at}@mail.example").status_code for at in range(25)]
    assert 429 in answers and answers.count(302) <= 20
    page = ask(citizen, address="keep@mail.example").content.decode()
    assert "keep@mail.example" in page


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example\nBcc: c@d.example",
        "a@b.example\r\nSubject: x",
        "a@b.example,c@d.example",
        "a@b.example c@d.example",
        "<a@b.example>",
        "a@b.example\x00",
        "no-at.example",
        "a@",
        "x" * 250 + "@b.example",
        "李@例子.中国",
        "",
    ],
)
def test_what_is_no_address_is_refused_and_mailed_nowhere(citizen, address):
    response = ask(citizen, address=address)
    assert response.status_code in (302, 400)
    for message in mail.outbox:
        assert parseaddr(message.to[0])[1] == message.to[0] == "a@b.example"
        assert "Bcc" not in message.message().as_string()
    if response.status_code == 400:
        assert mail.outbox == [] and not Subscriber.objects.exists()


@pytest.mark.parametrize(
    "question", ["q=", "", "q=220102199003070007", "q=电话13900001234", "page=3"]
)
def test_what_holds_personal_data_or_nothing_cannot_be_followed(citizen, question):
    response = ask(citizen, question)
    assert response.status_code == 400 and mail.outbox == []
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize(
    "question", ["q=吉政办函〔2018〕120号", "q=jl-mzt-2026-00001", "q=2018年低保"]
)
def test_numbers_of_documents_are_nobodys(citizen, question):
    assert ask(citizen, question).status_code == 302


def test_a_form_on_another_site_signs_nobody_up(citizen):
    assert ask(citizen, **{"Origin": "https://evil.example"}).status_code == 403
    assert ask(citizen, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert mail.outbox == []
    assert ask(citizen, **{"Origin": "http://testserver"}).status_code == 302


def test_a_program_that_fills_the_trap_is_thanked_and_forgotten(citizen):
    form = {"address": ADDRESS, "rhythm": "daily", "website": "http://spam.example"}
    assert citizen.post("/search/alerts/?q=白桦林", form).status_code == 302
    assert mail.outbox == [] and not Subscriber.objects.exists()


def test_without_keys_nothing_is_taken(citizen, settings):
    settings.VAULT_KEYS = []
    assert ask(citizen).status_code == 503 and not Subscriber.objects.exists()


# -- privacy ----------------------------------------------------------------------------------
def everything_stored():
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    raw = bytes(value) if isinstance(value, bytes | memoryview) else value
                    yield table, str(raw)


def test_neither_address_nor_question_stands_anywhere(citizen, caplog):
    caplog.set_level("DEBUG")
    news_for(citizen)
    follow(citizen, "q=红松林金丝雀")
    for table, value in everything_stored():
        assert "canary" not in value and "金丝雀" not in value, table
        assert "%E9%87%91%E4%B8%9D%E9%9B%80" not in value, table
    assert "canary" not in caplog.text and "金丝雀" not in caplog.text
    for message in mail.outbox:
        assert "canary" not in message.subject and "白桦" not in message.subject


def test_mails_hold_no_picture_no_tracking_and_only_direct_addresses(citizen, settings):
    news = news_for(citizen)
    html = news.alternatives[0][0]
    assert "<img" not in html and "style=" not in html and "<script" not in html
    for link in re.findall(r'href="([^"]+)"', html):
        assert link.startswith(settings.WAGTAILADMIN_BASE_URL + "/")
        assert "utm" not in link and "redirect" not in link
    assert news.extra_headers["Auto-Submitted"] == "auto-generated"


def test_markup_in_a_title_stays_text_in_the_mail(citizen):
    follow(citizen)
    released("白桦林<script>alert(1)</script>&公告")
    a_day_later()
    send()
    assert "<script>" not in mail.outbox[0].alternatives[0][0]
    assert "<script>alert(1)</script>&公告" in mail.outbox[0].body


def test_a_mail_speaks_the_language_of_the_sign_up(citizen, settings):
    citizen.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    ask(citizen)
    assert "Somebody (probably you)" in mail.outbox[0].body
    assert mail.outbox[0].subject.startswith("Mingjing")
    citizen.post(path_in(mail.outbox[0], "confirm"))
    mail.outbox.clear()
    released("关于白桦林养护的公告")
    a_day_later()
    send()
    assert mail.outbox[0].subject == "Mingjing: 1 new item for your followed searches"
    assert "Stop all and delete my address" in mail.outbox[0].body


def test_after_a_change_of_keys_everything_is_sealed_anew(citizen, settings):
    old = list(settings.VAULT_KEYS)
    follow(citizen)
    settings.VAULT_KEYS = ["bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmU=", *old]
    assert keys.reseal() == 1 and keys.reseal() == 0
    settings.VAULT_KEYS = settings.VAULT_KEYS[:1]
    released("关于白桦林养护的公告")
    a_day_later()
    send()
    assert mail.outbox[0].to == [ADDRESS]


def test_an_address_whose_key_is_gone_is_left_alone(citizen, settings, caplog):
    follow(citizen)
    settings.VAULT_KEYS = ["bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmU="]
    released("关于白桦林养护的公告")
    a_day_later()
    send()
    assert mail.outbox == [] and "alerts.unreadable" in caplog.text


def test_pages_about_alerts_are_nobody_elses_business(citizen):
    saved = follow(citizen)
    from search.alerts.signup import manage_token, stop_token

    for address in (
        "/search/alerts/?q=白桦林",
        "/search/alerts/sent/",
        "/search/alerts/stopped/",
        f"/search/alerts/manage/{manage_token(saved.subscriber)}/",
        f"/search/alerts/stop/{stop_token(saved.subscriber)}/",
        "/search/alerts/confirm/x/",
    ):
        response = citizen.get(address)
        page = response.content.decode()
        assert "noindex" in page and "no-store" in response["Cache-Control"], address
        assert not citizen.cookies, address


def test_statements_of_a_run_grow_with_subscribers_not_with_items(
    citizen, django_assert_max_num_queries
):
    def statements():
        a_day_later()
        SavedSearch.objects.update(told_index=-1)
        with django_assert_max_num_queries(60) as asked:
            sending.run()
        return len(asked)

    follow(citizen)
    released("关于白桦林养护的公告")
    statements()
    one = statements()
    for at in range(6):
        released(f"第{at}期白桦林公告")
    assert statements() == one


def test_a_search_page_offers_to_follow_it(citizen):
    released("关于白桦林养护的公告")
    page = citizen.get("/search/?q=白桦林&domain=welfare").content.decode()
    assert 'action="/search/alerts/?q=%E7%99%BD%E6%A1%A6%E6%9E%97&amp;domain=welfare"' in page
    assert not citizen.cookies
    assert DisclosurePage.objects.released().count() == 1


def test_a_search_without_results_offers_to_follow_it(citizen):
    page = citizen.get("/search/?q=驼鹿保护站").content.decode()
    assert 'class="follow-form"' in page
    assert 'class="follow-form"' not in citizen.get("/search/").content.decode()
