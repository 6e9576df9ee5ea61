import sqlite3

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from wagtail.admin.models import FormState
from wagtail.models import (
    Comment,
    ModelLogEntry,
    Page,
    PageLogEntry,
    Revision,
    TaskState,
)

from privacy import carriers, physical, sweep
from privacy.carriers import Carrier
from privacy.models import ScrubJob
from privacy.needles import Needles
from privacy.scrub import forget_page, scrub

from .pages import CANARY, ID, NAME, page_with_copies

NEEDLES = [NAME, ID]


# SQLite's full-text segments keep deleted words until the physical part merges them.
SEGMENTS = "wagtailsearch_indexentry_fts_data.block"


def places(needles=NEEDLES):
    return {hit.place for hit in sweep.in_tables(Needles(needles))} - {SEGMENTS}


@pytest.mark.django_db
def test_no_older_copy_of_a_page_keeps_what_was_removed():
    page = page_with_copies()
    before = places()
    assert {
        "wagtailcore_revision.content",
        "wagtailcore_revision.object_str",
        "wagtailcore_pagelogentry.label",
        "wagtailcore_pagelogentry.data",
        "wagtailcore_comment.text",
        "wagtailcore_commentreply.text",
        "wagtailcore_taskstate.comment",
        "wagtailadmin_formstate.data",
    } <= before

    report = scrub(page.pk, NEEDLES, [])

    assert places() == set()
    assert report.counts["wagtailcore_revision"] == 2
    assert report.counts["wagtailadmin_formstate"] == 2
    assert report.total >= 8


@pytest.mark.django_db
def test_a_second_scrub_changes_nothing():
    page = page_with_copies()
    scrub(page.pk, NEEDLES, [])
    contents = list(Revision.objects.order_by("pk").values_list("content", flat=True))

    assert scrub(page.pk, NEEDLES, []).counts.keys() <= {"wagtailsearch_indexentry"}
    assert list(Revision.objects.order_by("pk").values_list("content", flat=True)) == contents


@pytest.mark.django_db
def test_revisions_and_workflow_states_stay_and_the_kept_one_is_not_touched():
    page = page_with_copies()
    kept = page.save_revision()
    Revision.objects.filter(pk=kept.pk).update(object_str=f"经办人{NAME}")

    scrub(page.pk, NEEDLES, [kept.pk])

    assert Revision.objects.count() == 3
    assert TaskState.objects.count() == 1
    assert Revision.objects.get(pk=kept.pk).object_str == f"经办人{NAME}"
    assert Revision.objects.order_by("pk")[0].as_object().title == "公示***，身份证号***"


@pytest.mark.django_db
def test_another_page_keeps_a_name_that_is_only_the_same_by_chance():
    page = page_with_copies()
    other = Page(title=f"局长{NAME}", slug="other", live=False)
    Page.objects.get(depth=1).add_child(instance=other)
    other.save_revision()

    scrub(page.pk, NEEDLES, [])

    assert Revision.objects.for_instance(other).get().object_str == f"局长{NAME}"
    assert PageLogEntry.objects.filter(page=other.pk, label__contains=NAME).exists()


@pytest.mark.django_db
def test_tables_of_the_whole_site_are_searched_for_what_cannot_be_chance(django_user_model):
    page = page_with_copies()
    user = django_user_model.objects.create_user("clerk")
    entry = ModelLogEntry.objects.log_action(instance=user, action="wagtail.edit", user=user)
    ModelLogEntry.objects.filter(pk=entry.pk).update(label=CANARY, data={"note": CANARY})

    scrub(page.pk, NEEDLES, [])

    entry.refresh_from_db()
    assert entry.label == f"公示{NAME}，身份证号***"
    assert entry.data == {"note": f"公示{NAME}，身份证号***"}


@pytest.mark.django_db
def test_an_app_above_names_its_own_table(monkeypatch):
    monkeypatch.setattr(carriers, "_of_the_site", [])
    carriers.register(Carrier("auth.Group", ("name",)))
    carriers.register(Carrier("not_installed.Thing", ("name",)))
    apps.get_model("auth.Group").objects.create(name=f"组{ID}")

    scrub(page_with_copies().pk, NEEDLES, [])

    assert apps.get_model("auth.Group").objects.filter(name="组***").exists()


@pytest.mark.django_db
def test_the_form_somebody_else_previews_is_kept():
    scrub(page_with_copies().pk, NEEDLES, [])
    assert FormState.objects.get().object_id == ""


@pytest.mark.django_db
def test_a_page_removed_as_a_whole_is_forgotten_without_needles():
    page = page_with_copies()

    forget_page(page.pk, "（已撤下）")

    left = places()
    assert left <= {
        "wagtailcore_revision.content",
        "wagtailcore_revision.object_str",
        "wagtailadmin_formstate.data",  # a new page's form: it names no page
    }
    assert set(PageLogEntry.objects.values_list("label", flat=True)) == {"（已撤下）"}
    assert Comment.objects.get().text == ""


@pytest.mark.django_db
def test_the_job_knows_neither_name_nor_number_and_waits_outside_the_transaction():
    report = scrub(page_with_copies().pk, NEEDLES, [], kinds=["PERSON_NAME", "ID_CARD"])

    job = ScrubJob.objects.get(pk=report.job_id)
    assert job.kinds == ["ID_CARD", "PERSON_NAME"]
    assert "wagtailcore_revision" in job.tables
    assert list(physical.owed()) == [job]
    with pytest.raises(physical.StillOwed):
        physical.finish()
    assert places() == set()


@pytest.fixture
def with_worker(settings):
    settings.OUTBOX_INLINE = False


def raw_bytes():
    """What lies in the database's files: on PostgreSQL of the tables that were touched."""
    if connection.vendor == "sqlite":
        return b"".join(
            path.read_bytes() for path in sweep.sweep_files._database_files() if path.exists()
        )
    found = b""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        for table in ("wagtailcore_revision", "wagtailcore_pagelogentry", "wagtailcore_comment"):
            cursor.execute("SELECT pg_read_binary_file(pg_relation_filepath(%s))", [table])
            found += bytes(cursor.fetchone()[0])
    return found


@pytest.mark.django_db(transaction=True)
def test_the_files_of_the_database_are_clean_when_the_job_is_done(with_worker):
    page = page_with_copies()
    assert ID.encode() in raw_bytes()
    scrub(page.pk, NEEDLES, [])

    assert physical.finish() == 1

    left = raw_bytes()
    assert ID.encode() not in left
    assert NAME.encode() not in left
    assert list(physical.owed()) == []
    assert physical.finish() == 0


@pytest.mark.django_db(transaction=True)
def test_without_a_worker_the_job_is_done_right_after_the_commit():
    page = page_with_copies()
    with transaction.atomic():
        scrub(page.pk, NEEDLES, [])
        assert physical.owed().exists()
    assert not physical.owed().exists()
    assert ID.encode() not in raw_bytes()


@pytest.mark.django_db(transaction=True)
def test_many_scrubs_are_finished_together():
    page = page_with_copies()
    with physical.once_at_the_end():
        for needle in NEEDLES:
            scrub(page.pk, [needle], [])
        assert physical.owed().count() == 2
    assert not physical.owed().exists()


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_busy_reader_leaves_the_job_open_until_it_has_gone(with_worker, monkeypatch):
    monkeypatch.setattr(physical, "LOCK_WAIT_MS", 100)
    page = page_with_copies()
    reader = sqlite3.connect(connection.settings_dict["NAME"])
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM wagtailcore_revision").fetchone()
    scrub(page.pk, NEEDLES, [])

    with pytest.raises(CommandError):
        call_command("finish_scrubs")
    assert physical.owed().get().attempts == 1

    reader.close()
    call_command("finish_scrubs")
    assert not physical.owed().exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_reader_of_the_old_rows_keeps_the_job_open_until_it_is_gone(monkeypatch):
    monkeypatch.setattr(physical, "LOCK_WAIT_MS", 300)
    page = page_with_copies()
    reader = connections.create_connection("default")
    with reader.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT count(*) FROM wagtailcore_revision")
        with transaction.atomic():
            scrub(page.pk, NEEDLES, [])
        assert physical.owed().exists()
        cursor.execute("COMMIT")
    reader.close()
    physical.finish()
    assert ID.encode() not in raw_bytes()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_old_transaction_in_another_database_of_the_server_keeps_nothing_alive(with_worker):
    import psycopg2

    page = page_with_copies()
    place = connection.get_connection_params()
    other = psycopg2.connect(
        host=place.get("host"),
        port=place.get("port"),
        user=place.get("user"),
        password=place.get("password"),
        dbname="postgres",
    )
    with other.cursor() as cursor:
        cursor.execute("SELECT txid_current()")
        scrub(page.pk, NEEDLES, [])
        assert physical.finish() == 1
        assert ID.encode() not in raw_bytes()
    other.rollback()
    other.close()
