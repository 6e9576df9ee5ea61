"""What followers of a search are told, when, and what happens when a mail cannot leave."""

from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.utils import timezone

from disclosure import outbox, periods, publishing
from disclosure.models import ListPeriod, Outbox
from search.alerts import sending
from search.models import Subscriber
from tests.disclosure import stories
from tests.search.subscribers import (
    ADDRESS,
    a_day_later,
    follow,
    refuse,
    released,
    send,
)

pytestmark = pytest.mark.django_db


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
