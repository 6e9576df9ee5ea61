"""A new form sent twice, by autosave and by a button, leaves one draft: the pressed one."""

import pytest

from disclosure.models import PolicyDocumentPage
from tests import factories
from tests.disclosure.test_editor import address, column, posted, staff  # noqa: F401  fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(staff, column):  # noqa: F811
    factories.catalogue_item("P1")
    where = address(column, "P1")
    return where, posted(staff.get(where), title="关于资金公示办法的通知")


def autosave(client, form):
    return client.post(*form, headers={"accept": "application/json"})


def test_the_button_wins_over_an_autosave_that_was_on_its_way(staff, form):  # noqa: F811
    assert autosave(staff, form).json()["success"]
    first = PolicyDocumentPage.objects.get()
    staff.post(*form)
    assert PolicyDocumentPage.objects.get().pk != first.pk


def test_an_autosave_that_comes_second_leaves_the_pressed_draft(staff, form):  # noqa: F811
    staff.post(*form)
    kept = PolicyDocumentPage.objects.get()
    answer = autosave(staff, form)
    assert answer.status_code == 400 and answer.json()["error_code"] == "saved_already"
    assert PolicyDocumentPage.objects.get().pk == kept.pk


def test_two_items_of_different_titles_are_no_twins(staff, form):  # noqa: F811
    staff.post(*form)
    where, values = form
    staff.post(where, values | {"title": "关于另一件事的通知"})
    assert PolicyDocumentPage.objects.count() == 2
