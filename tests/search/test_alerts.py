"""Saved searches with mail: asked for twice, stopped with one click."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from disclosure import outbox
from disclosure.models import Outbox
from search.alerts import cipher
from search.models import SavedSearch, Subscriber
from tests.search.subscribers import (
    ADDRESS,
    a_day_later,
    ask,
    follow,
    news_for,
    path_in,
    refuse,
    released,
    send,
)

pytestmark = pytest.mark.django_db


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


# -- stopping and changing --------------------------------------------------------------------
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


def test_filters_are_told_in_words(citizen):
    assert ask(citizen, "q=白桦林&kind=interpretation&holds=files").status_code == 302
    asked = mail.outbox[-1].body
    assert "有附件" in asked and "interpretation" not in asked
