"""People who follow a search by mail, as the tests of alerts need them."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from disclosure import outbox
from search.models import SavedSearch
from tests.disclosure import stories

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


def refuse(self, *args, **kwargs):
    raise ConnectionRefusedError("no server for li.xiaohua.canary@mail.example")


def news_for(citizen):
    follow(citizen)
    released("关于白桦林养护的公告")
    a_day_later()
    send()
    return mail.outbox[0]
