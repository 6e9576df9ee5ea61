"""Saved searches with mail: asked for twice, told once, stopped with one click, and never telling."""

import re
from datetime import timedelta
from email.utils import parseaddr
from io import StringIO
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from disclosure import outbox, periods, publishing
from disclosure.models import DisclosurePage, ListPeriod, Outbox
from search.alerts import cipher, keys, sending
from search.models import SavedSearch, Subscriber
from tests.disclosure import stories

pytestmark = pytest.mark.django_db
ADDRESS = "li.xiaohua.canary@mail.example"


@pytest.fixture
def citizen(site_search):
    cache.clear()
    return Client()


def released(title, **fields):
    item = stories.released(title=title, **fields)
    outbox.drain()
    return item


def ask(citizen, question="q=白桦林", address=ADDRESS, rhythm="daily", **headers):
    form = {"address": address, "rhythm": rhythm}
    response = citizen.post(f"/search/alerts/?{question}", form, headers=headers)
    outbox.drain()
    return response


def path_in(message, name):
    return re.search(rf"http://[^/]+(/search/alerts/{name}/[^\s>]+/)", message.body)[1]


def follow(citizen, question="q=白桦林", address=ADDRESS, rhythm="daily"):
    """A confirmed wish; the mails so far are forgotten."""
    assert ask(citizen, question, address, rhythm).status_code == 302
    citizen.post(path_in(mail.outbox[-1], "confirm"))
    mail.outbox.clear()
    return SavedSearch.objects.latest("pk")


def a_day_later(days=1):
    SavedSearch.objects.update(told_at=timezone.now() - timedelta(days=days))


def send():
    call_command("send_alerts", stdout=StringIO())
    outbox.drain()


# -- opting in --------------------------------------------------------------------------------
def test_a_wish_is_confirmed_by_mail_and_then_told_once(citizen):
    released("关于白桦林养护的公告")
    response = ask(citizen)
    assert response.status_code == 302 and response["Location"] == "/search/alerts/sent/"
    (asked,) = mail.outbox
    assert asked.to == [ADDRESS] and "“白桦林”" in asked.body
    link = path_in(asked, "confirm")
    assert citizen.get(link).status_code == 200
    assert SavedSearch.objects.get().confirmed_at is None
    assert citizen.post(link).status_code == 302
    assert citizen.get(link).status_code == 404 and citizen.post(link).status_code == 404

    item = released("白桦林旅游道路维修公告")
    a_day_later()
    send()
    (news,) = mail.outbox[1:]
    assert "白桦林旅游道路维修公告" in news.body and item.unit_name in news.body
    assert f"/i/{item.number}/" in news.body and "养护" not in news.body
    a_day_later()
    send()
    assert len(mail.outbox) == 2


def test_nothing_is_sent_to_an_address_that_did_not_confirm(citizen):
    ask(citizen)
    mail.outbox.clear()
    released("关于白桦林养护的公告")
    send()
    assert mail.outbox == []


def test_a_wish_that_nobody_confirms_is_deleted_after_two_days(citizen):
    ask(citizen)
    link = path_in(mail.outbox[-1], "confirm")
    SavedSearch.objects.update(confirm_until=timezone.now() - timedelta(seconds=1))
    assert citizen.post(link).status_code == 404
    send()
    assert not SavedSearch.objects.exists() and not Subscriber.objects.exists()


@pytest.mark.parametrize("token", ["x", "1.a.b", "..", "%00", "9" * 300, "é.é", "1.aaaa.AAAA"])
def test_a_made_up_link_is_no_link(citizen, token):
    follow(citizen)
    for name in ("confirm", "manage"):
        assert citizen.get(f"/search/alerts/{name}/{token}/").status_code == 404
        assert citizen.post(f"/search/alerts/{name}/{token}/").status_code == 404
    assert citizen.post(f"/search/alerts/stop/{token}/").status_code == 200
    assert Subscriber.objects.count() == 1


def test_a_link_for_one_use_serves_no_other(citizen):
    follow(citizen)
    key = Subscriber.objects.get().key.hex
    stop = cipher.link_token(cipher.STOP, key)
    assert citizen.get(f"/search/alerts/manage/{stop}/").status_code == 404


# -- what is told -----------------------------------------------------------------------------
def test_only_what_holds_all_that_was_asked_is_told(citizen):
    follow(citizen, "q=白桦林 养护&domain=welfare")
    released("白桦林旅游公告")
    released("道路养护公告")
    both = released("白桦林养护经费公告")
    a_day_later()
    send()
    (news,) = mail.outbox
    assert both.title in news.body and "旅游" not in news.body and "道路" not in news.body


def test_a_synonym_is_understood_as_on_the_search_page(citizen):
    follow(citizen, "q=低保")
    item = released("最低生活保障审批办理指南")
    a_day_later()
    send()
    assert item.title in mail.outbox[0].body


def test_a_wish_without_words_follows_its_filters(citizen):
    follow(citizen, "unit=jl-test&domain=welfare")
    item = released("关于调整供暖时间的公告")
    a_day_later()
    send()
    assert item.title in mail.outbox[0].body


def test_an_update_is_told_as_one(citizen):
    item = released("关于白桦林养护的公告")
    follow(citizen)
    page = stories.revised(item, title="关于白桦林养护的公告（更正）")
    publishing.commit(stories.cleared(page), by=stories.person("publisher"), reason="correction")
    outbox.drain()
    a_day_later()
    send()
    assert "关于白桦林养护的公告（更正）（有更新）" in mail.outbox[0].body


@pytest.mark.parametrize("reason", ["privacy", "error"])
def test_what_is_taken_down_before_the_mail_leaves_is_in_no_mail(citizen, reason, monkeypatch):
    follow(citizen)
    item = released("关于白桦林养护的公告")
    a_day_later()
    with monkeypatch.context() as away:
        away.setattr("search.alerts.mails.EmailMultiAlternatives.send", refuse)
        send()
    publishing.withdraw(item, reason=reason, by=stories.person("publisher"))
    Outbox.objects.update(due_at=None)
    outbox.drain()
    assert mail.outbox == []


def test_a_list_shown_for_a_time_is_in_no_mail(citizen):
    follow(citizen)
    item = released("关于白桦林养护的公告")
    today = periods.today()
    ListPeriod.objects.create(
        number=item.number, page_id=item.pk, rev=1, posted_on=today, days=7, day_type="calendar",
        basis="", last_day=today, row_count=3, is_provisional=False,
    )  # fmt: skip
    a_day_later()
    send()
    assert mail.outbox == []


def test_one_mail_holds_all_searches_of_a_subscriber(citizen):
    follow(citizen, "q=白桦林")
    follow(citizen, "q=养护")
    item = released("关于白桦林养护的公告")
    a_day_later()
    send()
    (news,) = mail.outbox
    assert news.body.count(item.title) == 2 and "“白桦林”" in news.body and "“养护”" in news.body


def test_very_much_news_is_cut_and_leads_to_the_search(citizen, monkeypatch):
    monkeypatch.setattr("search.alerts.sending.MOST_TOLD", 2)
    follow(citizen)
    for at in range(5):
        released(f"第{at}期白桦林公告")
    a_day_later()
    send()
    assert "还有 3 条" in mail.outbox[0].body and "/search/?q=" in mail.outbox[0].body


# -- rhythm -----------------------------------------------------------------------------------
@pytest.mark.parametrize(("rhythm", "days"), [("daily", 1), ("weekly", 7)])
def test_the_rhythm_is_kept(citizen, rhythm, days):
    follow(citizen, rhythm=rhythm)
    released("关于白桦林养护的公告")
    send()
    a_day_later(days - 1)
    send()
    assert mail.outbox == []
    a_day_later(days)
    send()
    assert len(mail.outbox) == 1


def test_at_once_is_told_with_the_release_itself(citizen):
    follow(citizen, rhythm="now")
    follow(citizen, rhythm="weekly", address="other@mail.example")
    item = released("关于白桦林养护的公告")
    while outbox.drain():
        pass
    (news,) = mail.outbox
    assert news.to == [ADDRESS] and item.title in news.body


def test_releases_of_a_moment_share_one_mail(citizen, settings):
    settings.ALERTS_DELAY = 600
    follow(citizen, rhythm="now")
    released("关于白桦林养护的公告")
    released("白桦林旅游公告")
    assert mail.outbox == [] and Outbox.objects.filter(kind="alerts").count() == 1
    Outbox.objects.filter(kind="alerts").update(due_at=timezone.now())
    outbox.drain()
    outbox.drain()
    assert len(mail.outbox) == 1 and "旅游" in mail.outbox[0].body and "养护" in mail.outbox[0].body


# -- failures ---------------------------------------------------------------------------------
def refuse(self, *args, **kwargs):
    raise ConnectionRefusedError("no server for li.xiaohua.canary@mail.example")


def test_a_mail_server_that_is_away_delays_the_mail_and_loses_none(citizen, monkeypatch, caplog):
    follow(citizen)
    item = released("关于白桦林养护的公告")
    a_day_later()
    with monkeypatch.context() as away:
        away.setattr("search.alerts.mails.EmailMultiAlternatives.send", refuse)
        send()
        send()
    assert mail.outbox == []
    row = Outbox.objects.get(kind="alert_mail", done_at=None)
    assert row.last_error == "ConnectionRefusedError"
    Outbox.objects.filter(pk=row.pk).update(due_at=None)
    outbox.drain()
    outbox.drain()
    assert len(mail.outbox) == 1 and item.title in mail.outbox[0].body
    assert "canary" not in caplog.text


def test_a_run_that_stops_in_the_middle_goes_on_where_it_stopped(citizen, monkeypatch):
    for name in ("a", "b", "c"):
        follow(citizen, address=f"{name}@mail.example")
    released("关于白桦林养护的公告")
    a_day_later()
    real, calls = sending._tell, []

    def stumble(*given):
        calls.append(given[0])
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*given)

    with monkeypatch.context() as broken:
        broken.setattr(sending, "_tell", stumble)
        with pytest.raises(KeyboardInterrupt):
            sending.run()
    sending.run()
    sending.run()
    outbox.drain()
    assert sorted(message.to[0][0] for message in mail.outbox) == ["a", "b", "c"]


def test_an_address_that_does_not_exist_is_given_up_after_three_times(citizen, monkeypatch):
    follow(citizen)

    def unknown(self, *args, **kwargs):
        raise SMTPRecipientsRefused({ADDRESS: (550, b"no such user")})

    monkeypatch.setattr("search.alerts.mails.EmailMultiAlternatives.send", unknown)
    for at in range(3):
        assert Subscriber.objects.count() == 1
        released(f"第{at}期白桦林公告")
        a_day_later()
        send()
    assert not Subscriber.objects.exists()


def test_a_full_mailbox_is_tried_again(citizen, monkeypatch):
    follow(citizen)

    def full(self, *args, **kwargs):
        raise SMTPRecipientsRefused({ADDRESS: (452, b"full")})

    monkeypatch.setattr("search.alerts.mails.EmailMultiAlternatives.send", full)
    released("关于白桦林养护的公告")
    a_day_later()
    send()
    assert Outbox.objects.filter(kind="alert_mail", done_at=None, attempts=1).exists()
    assert Subscriber.objects.get().refusals == 0


# -- stopping and changing --------------------------------------------------------------------
def news_for(citizen):
    follow(citizen)
    released("关于白桦林养护的公告")
    a_day_later()
    send()
    return mail.outbox[0]


def test_a_mail_program_stops_it_with_one_request(citizen):
    news = news_for(citizen)
    assert news.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = re.fullmatch(r"<http://[^/]+(/\S+)>", news.extra_headers["List-Unsubscribe"])[1]
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.get(address).status_code == 200 and Subscriber.objects.exists()
    assert stranger.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscriber.objects.exists() and not SavedSearch.objects.exists()
    assert stranger.post(address).status_code == 200
    assert stranger.get(address).status_code == 200


def test_what_is_still_owed_finds_nobody_after_stopping(citizen, monkeypatch):
    follow(citizen)
    released("关于白桦林养护的公告")
    a_day_later()
    with monkeypatch.context() as away:
        away.setattr("search.alerts.mails.EmailMultiAlternatives.send", refuse)
        send()
    Subscriber.objects.all().delete()
    Outbox.objects.update(due_at=None)
    outbox.drain()
    assert mail.outbox == [] and not Outbox.objects.filter(done_at=None).exists()


def test_how_often_is_changed_and_one_of_two_stopped_by_the_link(citizen):
    follow(citizen, "q=养护")
    news_for(citizen)
    manage = path_in(mail.outbox[0], "manage")
    first, second = SavedSearch.objects.order_by("pk")
    page = citizen.get(manage).content.decode()
    assert "“养护”" in page and "“白桦林”" in page and "l***@mail.example" in page
    assert ADDRESS not in page
    stranger = Client(enforce_csrf_checks=True)
    stranger.post(manage, {"do": "rhythm", "search": first.pk, "rhythm": "weekly"})
    stranger.post(manage, {"do": "rhythm", "search": second.pk, "rhythm": "hourly"})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.rhythm, second.rhythm) == ("weekly", "daily")
    stranger.post(manage, {"do": "stop", "search": first.pk})
    assert SavedSearch.objects.get() == second
    stranger.post(manage, {"do": "stop", "search": second.pk})
    assert not Subscriber.objects.exists()


def test_nobody_changes_what_another_follows(citizen):
    mine = follow(citizen)
    other = follow(citizen, address="other@mail.example")
    from search.alerts.signup import manage_token

    manage = f"/search/alerts/manage/{manage_token(other.subscriber)}/"
    citizen.post(manage, {"do": "stop", "search": mine.pk})
    citizen.post(manage, {"do": "rhythm", "search": mine.pk, "rhythm": "weekly"})
    mine.refresh_from_db()
    assert mine.rhythm == "daily"
    for search in ("x", "", "9" * 40, "-1"):
        assert citizen.post(manage, {"do": "stop", "search": search}).status_code == 302


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


# -- returned mails ---------------------------------------------------------------------------
REPORT = """From: MAILER-DAEMON@mail.example
To: bounces+{key}@site.example
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; li.xiaohua.canary@mail.example
Action: {action}
Status: {status}

--b--
"""


@pytest.mark.parametrize(
    ("action", "status", "counts"),
    [("failed", "5.1.1", 1), ("failed", "4.2.2", 0), ("delayed", "5.1.1", 0), ("", "", 0)],
)
def test_a_returned_mail_counts_only_when_the_address_does_not_exist(
    citizen, settings, action, status, counts
):
    from search.alerts import bounces

    settings.ALERTS_BOUNCES = "bounces@site.example"
    news = news_for(citizen)
    subscriber = Subscriber.objects.get()
    assert news.from_email == f"bounces+{subscriber.key.hex}@site.example"
    assert news.message()["From"] == settings.DEFAULT_FROM_EMAIL
    report = REPORT.format(key=subscriber.key.hex, action=action, status=status).encode()
    assert (bounces.returned(report) == subscriber) is bool(counts)
    unknown = REPORT.format(key="0" * 32, action="failed", status="5.1.1").encode()
    assert bounces.returned(unknown) is None


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b"To: bounces+x@y\n\n", b"a" * 10_000])
def test_anything_else_is_no_returned_mail(db, raw):
    from search.alerts import bounces

    assert bounces.returned(raw) is None


def test_a_search_without_results_offers_to_follow_it(citizen):
    page = citizen.get("/search/?q=驼鹿保护站").content.decode()
    assert 'class="follow-form"' in page
    assert 'class="follow-form"' not in citizen.get("/search/").content.decode()
