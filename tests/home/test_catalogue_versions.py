"""Citizens see what changed in the catalogue, when and why, and take it away as the State has it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disclosure.catalogue import drafts, force, grid, importing, versions
from disclosure.models import CatalogueItem, Unit
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def seeded(client):
    call_command("setup_site", verbosity=0)
    return client


def next_version(name="第二版", on=None, **values):
    draft = versions.open_draft(factories.user("office"))
    row = draft.rows.get(code="P3").values
    drafts.save_row(draft, row | (values or {"deadline_text": f"及时公开{name}"}))
    drafts.drop_row(draft, "P5")
    draft.name, draft.reason = name, "标准目录修订。"
    draft.save()
    force.schedule(draft, on or TODAY(), factories.user("office"))
    return draft


def said(client, address, **query):
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_history_tells_what_changed_when_and_why(seeded):
    version = next_version(deadline_text="及时公开")
    text = said(seeded, "/catalogue/versions/")
    assert (
        "标准目录修订。" in text
        and "修改 1 项、停用 1 项" in text
        and "第一个版本，共 153 项" in text
    )
    text = said(seeded, f"/catalogue/versions/{version.pk}/")
    assert "P5" in text and "及时公开</ins>" in text and "</del>" in text
    assert "/catalogue/versions/" in said(seeded, "/catalogue/")


def test_a_row_that_ended_is_no_longer_in_the_catalogue(seeded):
    next_version()
    text = said(seeded, "/catalogue/")
    assert text.count('class="seq"') == 152 and 'id="P5"' not in text
    assert CatalogueItem.objects.filter(code="P5").exists()


def test_drafts_are_not_shown_and_versions_to_come_are(seeded):
    draft = versions.open_draft(factories.user("office"))
    assert seeded.get(f"/catalogue/versions/{draft.pk}/").status_code == 404
    drafts.discard(draft)
    later = TODAY() + timedelta(days=5)
    coming = next_version(on=later)
    assert "待生效" in said(seeded, "/catalogue/versions/")
    assert said(seeded, f"/catalogue/versions/{coming.pk}/")
    assert seeded.get("/catalogue/versions/99999/").status_code == 404


def test_the_nightly_step_puts_in_force_what_is_due(seeded, monkeypatch):
    version = next_version(on=TODAY() + timedelta(days=1))
    told = StringIO()
    call_command("take_catalogue", stdout=told)
    assert "：0" in told.getvalue()
    monkeypatch.setattr(force.timezone, "localdate", lambda: TODAY() + timedelta(days=1))
    call_command("take_catalogue", stdout=told)
    version.refresh_from_db()
    assert version.state == "in_force"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_catalogue_is_taken_away_as_import_reads_it(seeded, kind):
    data = b"".join(seeded.get(f"/catalogue/standard.{kind}").streaming_content)
    reading = importing.read(grid.read(data), versions.live_rows())
    assert reading.problems == [] and reading.rows == versions.live_rows()


def test_a_domain_alone_is_taken_away_and_others_are_refused(seeded):
    answer = seeded.get("/catalogue/standard.csv", {"domain": "health"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.count(",基本医疗卫生,") == 15 and "脱贫攻坚" not in text
    assert seeded.get("/catalogue/standard.csv", {"domain": "x"}).status_code == 400
    assert seeded.get("/catalogue/standard.pdf").status_code == 404


def test_a_unit_has_a_catalogue_of_its_own(seeded):
    unit = Unit.objects.get(code="jl-mzt")
    text = said(seeded, f"/units/{unit.code}/catalogue/")
    owed = [row for row in versions.live_rows() if row["domain"] in [*unit.domains, "cross"]
            and "province" in row["levels"]]  # fmt: skip
    assert text.count('class="seq"') == len(owed) > 0
    answer = seeded.get(f"/units/{unit.code}/catalogue.csv")
    data = b"".join(answer.streaming_content)
    reading = importing.read(grid.read(data), versions.live_rows())
    assert [row["code"] for row in reading.rows] == [row["code"] for row in owed]
    assert f"/units/{unit.code}/catalogue/" in said(seeded, f"/units/{unit.code}/")
    assert seeded.get("/units/none/catalogue/").status_code == 404


def test_a_unit_without_duties_is_told_so(seeded):
    unit = factories.unit("jl-none")
    Unit.objects.filter(pk=unit.pk).update(level="township", domains=[])
    CatalogueItem.objects.filter(domain="cross").update(levels=["province"])
    assert "没有要求这个单位公开" in said(seeded, "/units/jl-none/catalogue/")


def test_statements_do_not_grow_with_versions(seeded):
    def asked(address):
        with CaptureQueriesContext(connection) as found:
            said(seeded, address)
        return len(found)

    pages = ["/catalogue/versions/", "/catalogue/", "/units/jl-mzt/catalogue/"]
    for page in pages:
        said(seeded, page)
    before = [asked(page) for page in pages]
    for n in range(4):
        next_version(name=f"第{n}版", deadline_text="及时" if n % 2 else "每季度")
    assert [asked(page) for page in pages] == before
    assert max(before) <= 8


def test_nobody_who_published_is_named_in_public(seeded):
    office = factories.user("office")
    office.first_name = "金丝雀办事员"
    office.save()
    version = next_version()
    for address in ("/catalogue/versions/", f"/catalogue/versions/{version.pk}/"):
        assert "金丝雀" not in said(seeded, address)
