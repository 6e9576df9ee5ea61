"""The same refusals through the admin, for a superuser: a sentence, nothing changed, nothing lost."""

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, streamfield

from disclosure.canonical import public_record
from disclosure.models import DisclosurePage, NoticePage
from tests.disclosure import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    user = stories.person("root")
    user.is_superuser = True
    user.save()
    client.force_login(user)
    return client


@pytest.fixture
def item():
    return stories.released(text="第一段。")


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def same(item, before) -> bool:
    stored = NoticePage.objects.get(pk=item.pk)
    return stored.live and public_record(stored) == before


@pytest.mark.parametrize("view", ["unpublish", "delete"])
def test_unpublish_and_delete_lead_to_withdrawal(admin, item, view):
    before = public_record(item)
    response = admin.post(reverse(f"wagtailadmin_pages:{view}", args=[item.pk]), follow=True)
    assert "撤下" in said(response) and same(item, before)


@pytest.mark.parametrize("kind", ["publish", "unpublish", "delete", "move"])
def test_bulk_actions_are_refused(admin, item, kind):
    before = public_record(item)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", kind])
    elsewhere = stories.column(stories.unit("jl-other", "省别的厅"))
    response = admin.post(f"{address}?id={item.pk}", {"chooser": elsewhere.pk}, follow=True)
    assert "逐条" in said(response) and same(item, before)


def test_a_copy_is_a_draft_with_one_revision_and_no_number(admin, item):
    response = admin.post(reverse("wagtailadmin_pages:copy", args=[item.pk]))
    copied = DisclosurePage.objects.exclude(pk=item.pk).get()
    assert response.status_code == 302 and not copied.live and copied.number is None
    assert copied.revisions.count() == 1
    assert copied.get_latest_revision().content["number"] is None


def test_nobody_is_offered_publish_in_the_editor(admin, item):
    shown = admin.get(reverse("wagtailadmin_pages:edit", args=[item.pk])).content.decode()
    assert 'name="action-publish"' not in shown and "action-unpublish" not in shown


def test_a_forged_publish_from_the_editor_changes_nothing(admin, item):
    before = public_record(item)
    address = reverse("wagtailadmin_pages:edit", args=[item.pk])
    shown = admin.get(address).content.decode()
    form = querydict_from_html(shown, form_id="page-edit-form")
    form["title"], form["action-publish"] = "改过的标题", "1"
    for name, value in nested_form_data({"body": streamfield([("heading", "第一段")])}).items():
        form[name] = value
    response = admin.post(address, form, follow=True)
    assert "提交审核" in said(response) and same(item, before)
    item = NoticePage.objects.get(pk=item.pk)
    assert item.get_latest_revision_as_object().title == "改过的标题"


def test_the_column_cannot_be_deleted_with_what_was_public(admin, item):
    column = item.get_parent()
    response = admin.post(reverse("wagtailadmin_pages:delete", args=[column.pk]), follow=True)
    assert "撤下" in said(response) and Page.objects.filter(pk=item.pk).exists()


def test_a_tree_address_redirects_to_the_number(rf, item):
    response = item.serve(rf.get("/anything/"))
    assert (response.status_code, response.url) == (301, f"/i/{item.number}/")
