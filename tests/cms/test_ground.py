"""The ground the other tests stand on."""

import socket

import pytest
from wagtail.models import Page

from disclosure.models import Unit
from tests.conftest import NetworkRefused


def test_no_test_reaches_another_machine():
    with pytest.raises(NetworkRefused):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_transactional_test_writes_is_gone_and_the_root_page_is_back(turn):
    root = Page.objects.get(depth=1)
    assert not Page.objects.filter(slug="left-behind").exists()
    root.add_child(title="left behind", slug="left-behind")


@pytest.mark.parametrize("turn", [1, 2])
def test_the_seed_data_are_there_when_asked_for(site_ready, turn):
    assert Unit.objects.exists()
    Unit.objects.update(phone=f"{turn}")


@pytest.mark.django_db
def test_the_seed_data_are_not_there_otherwise():
    assert not Unit.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_transactional_test_may_ask_for_the_seed_data(site_ready, turn):
    assert not Unit.objects.filter(code="left-behind").exists()
    Unit.objects.filter(pk=Unit.objects.earliest("pk").pk).update(code="left-behind")
