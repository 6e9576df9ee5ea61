"""Every known way to change a live item without the funnel is refused (gate.md, table of paths)."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from disclosure import triggers
from disclosure.canonical import public_record
from disclosure.models import (
    CatalogueItem,
    DisclosurePage,
    IndicatorRow,
    ItemRow,
    LinkRow,
    PublicVersion,
)
from disclosure.publishing import NotCleared
from tests.disclosure import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def item():
    page = stories.draft(text="第一段。\n第二段。")
    page.item_rows.add(ItemRow(name="清单一", table="items"))
    page.link_rows.add(LinkRow(label="依据", target="https://www.gov.cn/", relation="basis"))
    page.save()
    page.save_revision(user=stories.person("author"))
    return stories.released(page)


def face(item):
    stored = type(item).objects.get(pk=item.pk)
    return stored.live, stored.number, public_record(stored)


def fresh(item, model=None):
    return (model or type(item)).objects.get(pk=item.pk)


def save_with(model, **values):
    def attempt(item):
        page = fresh(item, model)
        for name, value in values.items():
            setattr(page, name, value)
        page.save()

    return attempt


def saved_fields(item):
    page = fresh(item)
    page.title = "别的标题"
    page.save(update_fields=["title"], clean=False)


def deferred(item):
    page = type(item).objects.only("title").get(pk=item.pk)
    page.title = "别的标题"
    page.save(update_fields=["title"])


def stale(item):
    """An object read before publication, whose own `live` is still False."""
    page = fresh(item)
    page.live = False
    page.title = "别的标题"
    page.save()


def scheduled(item):
    revision = stories.revised(item, title="改过的标题").get_latest_revision()
    revision.approved_go_live_at = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    revision.save()
    call_command("publish_scheduled")


def expiring(item):
    page = fresh(item)
    page.expire_at = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    page.save()


def new_row(item):
    IndicatorRow.objects.create(page=item, name="户数", unit="户", value=1)


def changed_row(item):
    row = item.item_rows.first()
    row.name = "别的清单"
    row.save()


def row_from_another(item):
    other = stories.draft(title="另一则公告")
    other.item_rows.add(ItemRow(name="外来的行"))
    other.save()
    row = other.item_rows.first()
    row.page = item
    row.save()


def rows_through_page(item):
    page = fresh(item)
    page.link_rows.set([])
    page.save()


def other_units_column(item):
    item.move(stories.column(stories.unit("jl-other", "省别的厅")), pos="last-child")


def columns_moved_under_another(item):
    item.get_parent().move(stories.column(stories.unit("jl-other", "省别的厅")), pos="last-child")


def set_live(item):
    page = stories.draft(title="还没有审查的公告")
    page.live = True
    page.save()


def added_live(item):
    page = stories.NoticePage(title="直接公开", slug="x1", unit=stories.unit(), live=True)
    item.get_parent().add_child(instance=page)


def publish_revision(item):
    stories.revised(item, title="改过的标题").get_latest_revision().publish()


def unpublish_ancestor(item):
    admin = stories.person("root")
    admin.is_superuser = True
    admin.save()
    UnpublishPageAction(item.get_parent().specific, user=admin, include_descendants=True).execute()


REFUSED_BY_RECEIVERS = {
    "publish a newer revision": publish_revision,
    "publish_scheduled with a newer revision": scheduled,
    "save of the page type": save_with(None, title="别的标题"),
    "save of the middle class": save_with(DisclosurePage, doc_no="别的文号"),
    "save of the base class": save_with(Page, title="别的标题"),
    "save of the base class, live off": save_with(Page, live=False),
    "save with the number changed": save_with(None, number="jl-x-2026-00009"),
    "save with the unit's name changed": save_with(DisclosurePage, unit_name="别的厅"),
    "save with update_fields": saved_fields,
    "save of a deferred instance": deferred,
    "save of a stale instance": stale,
    "expiry date set": expiring,
    "unpublish": lambda item: fresh(item).unpublish(),
    "unpublish of the base class": lambda item: fresh(item, Page).unpublish(),
    "unpublish of the column with descendants": unpublish_ancestor,
    "delete": lambda item: fresh(item).delete(),
    "delete of the base class": lambda item: fresh(item, Page).delete(),
    "delete by queryset": lambda item: Page.objects.filter(pk=item.pk).delete(),
    "delete of the column": lambda item: item.get_parent().specific.delete(),
    "delete of the column by queryset": lambda item: Page.objects.filter(
        pk=item.get_parent().pk
    ).delete(),
    "row created": new_row,
    "row changed": changed_row,
    "row deleted": lambda item: item.item_rows.first().delete(),
    "rows deleted by queryset": lambda item: ItemRow.objects.filter(page=item).delete(),
    "row moved over from another item": row_from_another,
    "rows taken out through the page": rows_through_page,
    "moved to another unit": other_units_column,
    "column moved under another": columns_moved_under_another,
    "alias": lambda item: CreatePageAliasAction(item, user=None).execute(
        skip_permission_checks=True
    ),
    "copy kept live": lambda item: item.copy(update_attrs={"slug": "copied"}, keep_live=True),
    "another draft set live": set_live,
    "added live": added_live,
}


@pytest.mark.parametrize("path", REFUSED_BY_RECEIVERS, ids=str)
def test_receivers_refuse(item, path):
    before, count = face(item), DisclosurePage.objects.filter(live=True).count()
    with pytest.raises((NotCleared, PermissionDenied, ValidationError)), transaction.atomic():
        REFUSED_BY_RECEIVERS[path](item)
    assert face(item) == before
    assert DisclosurePage.objects.filter(live=True).count() == count


def raw_sql(item):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wagtailcore_page SET title = 'x' WHERE id = %s", [item.pk])


def historical(item):
    from django.db.migrations.loader import MigrationLoader

    state = MigrationLoader(connection).project_state().apps
    old = state.get_model("disclosure", "DisclosurePage").objects.get(pk=item.pk)
    old.doc_no = "别的文号"
    old.save()


def bulk_update(item):
    page = fresh(item, DisclosurePage)
    page.doc_no = "别的文号"
    DisclosurePage.objects.bulk_update([page], ["doc_no"])


REFUSED_BY_TRIGGERS = {
    "queryset.update of the title": lambda item: Page.objects.filter(pk=item.pk).update(title="x"),
    "queryset.update of live": lambda item: Page.objects.filter(pk=item.pk).update(live=False),
    "queryset.update of a base column": lambda item: DisclosurePage.objects.filter(
        pk=item.pk
    ).update(doc_no="x"),
    "queryset.update of a draft to live": lambda item: Page.objects.filter(
        pk=stories.draft(title="草稿公告").pk
    ).update(live=True),
    "queryset.update of rows": lambda item: ItemRow.objects.filter(page=item).update(name="x"),
    "bulk_update": bulk_update,
    "bulk_create of rows": lambda item: ItemRow.objects.bulk_create([ItemRow(page=item, name="x")]),
    "raw SQL": raw_sql,
    "historical model": historical,
    "raw delete of rows": lambda item: ItemRow.objects.filter(page=item)._raw_delete("default"),
}


@pytest.mark.parametrize("path", REFUSED_BY_TRIGGERS, ids=str)
def test_triggers_refuse(item, path):
    before = face(item)
    with pytest.raises(DatabaseError, match="not cleared"), transaction.atomic():
        REFUSED_BY_TRIGGERS[path](item)
    assert face(item) == before


def copy_is_a_clean_draft(item):
    copied = item.copy(update_attrs={"slug": "copied"}, keep_live=False, copy_revisions=False)
    assert copied.specific.number is None


ALLOWED = {
    "draft revision": lambda item: stories.revised(item, title="新的草稿标题"),
    "save without change": lambda item: fresh(item).save(),
    "save of the base class without change": lambda item: fresh(item, Page).save(),
    "slug": save_with(None, slug="another-slug"),
    "lock": save_with(None, locked=True),
    "column's slug": lambda item: save_with(None, slug="renamed")(item.get_parent().specific),
    "reorder inside the column": lambda item: item.move(item.get_parent(), pos="first-child"),
    "copy": copy_is_a_clean_draft,
    "catalogue row renamed": lambda item: CatalogueItem.objects.update(level2="改了名的事项"),
    "author's account deleted": lambda item: stories.person("author").delete(),
    "withdrawn from the unit's region": lambda item: stories.unit().save(),
}


@pytest.mark.parametrize("path", ALLOWED, ids=str)
def test_work_goes_on_while_the_public_face_stays(item, path):
    before = face(item)
    ALLOWED[path](item)
    assert face(item) == before


def test_a_draft_never_public_may_be_deleted_but_a_withdrawn_item_never():
    from disclosure import publishing

    stories.draft().delete()
    item = stories.released(title="要撤下的公告")
    publishing.withdraw(item, reason="error", by=stories.person("publisher"))
    with pytest.raises(NotCleared, match="不能删除"), transaction.atomic():
        type(item).objects.get(pk=item.pk).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        DisclosurePage.objects.filter(pk=item.pk)._raw_delete("default")
    assert PublicVersion.objects.filter(number=item.number).count() == 2


def test_opening_the_gate_for_one_item_does_not_let_another_through(item):
    from disclosure.gate import opened

    other = stories.released(title="另一则公告")
    with pytest.raises(NotCleared), transaction.atomic(), opened(other.pk):
        save_with(None, title="别的标题")(item)


def test_translation_copies_are_refused(item):
    from wagtail.models import Locale

    english = Locale.objects.create(language_code="en")
    with pytest.raises(Exception), transaction.atomic():  # noqa: B017  whichever comes first
        CopyPageForTranslationAction(item, english, alias=True).execute(skip_permission_checks=True)
    assert DisclosurePage.objects.filter(live=True).count() == 1


def test_every_planned_trigger_is_installed_under_a_name_of_its_own():
    names = [trigger.name for trigger in triggers.plan()]
    assert len(set(names)) == len(names)
    assert triggers.missing() == []
