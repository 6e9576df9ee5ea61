"""An editor picks a duty, saves what there is, submits too early and is shown the gaps."""

import pytest
from django.urls import reverse

from disclosure import models
from tests import factories
from tests.disclosure.test_editor import posted
from tests.workflows import people
from workflows import roles

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    people.install()
    return people.staff(domains=["welfare"])


def test_from_the_catalogue_row_to_the_gaps_at_the_fields(client, team):
    assert roles.has_role(team.editor, roles.EDITOR, team.unit)
    client.force_login(team.editor)
    column = team.unit.column
    factories.catalogue_item("W1-1")
    choice = client.get(reverse("wagtailadmin_pages:add_subpage", args=[column.pk]))
    assert "政策、标准与申请审批程序" in choice.content.decode()
    form = reverse("wagtailadmin_pages:add", args=["disclosure", "welfarepolicypage", column.pk])
    page = client.get(form, {"catalogue": "W1-1"})
    saved = client.post(form, posted(page, title="城乡低保政策与申请指南"))
    page = client.get(saved.url)
    too_early = client.post(saved.url, posted(page, **{"mj-submit": "1"}))
    shown = client.get(too_early.url)
    assert "materials" in shown.context["form"].errors
    assert "还没有填写“申请材料”" in shown.content.decode()
    item = models.WelfarePolicyPage.objects.get()
    assert item.title == "城乡低保政策与申请指南"
    assert not item.workflow_in_progress
    assert item.number is None


def test_another_units_column_is_closed(client, team):
    other = factories.column(factories.unit("jl-other", "省别的厅"))
    factories.catalogue_item("W1-1")
    client.force_login(team.editor)
    form = reverse("wagtailadmin_pages:add", args=["disclosure", "welfarepolicypage", other.pk])
    assert client.get(form, {"catalogue": "W1-1"}).status_code == 302
    assert client.post(form, {"title": "低保"}).status_code == 302
    assert not models.WelfarePolicyPage.objects.exists()
