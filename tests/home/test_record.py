"""The item page shows the whole public record, whatever the page type (design.md, one content)."""

import html
import re

import pytest

from disclosure import surfaces
from disclosure.canonical import public_record
from tests import factories
from tests.disclosure import stories

pytestmark = pytest.mark.django_db
# Written for people on the page: numbers with units, dates as 年月日, codes as words.
WRITTEN_DIFFERENTLY = re.compile(r"[\x00-\x7f]+")


def texts_of(record):
    """Cells of the record that the page must show letter by letter."""
    for part, content in record:
        for cell in re.split(r"[\t\n]", content):
            if cell.strip() and not WRITTEN_DIFFERENTLY.fullmatch(cell):
                yield part, re.sub(r"\s+", "", cell)


@pytest.mark.slow
def test_everything_in_the_public_record_stands_on_the_page_of_every_type():
    by_type = {row["page_type"]: row["code"] for row in factories.seeded_rows()}
    missing = []
    for page_type, code in by_type.items():
        page = factories.filled(factories.catalogue_item(code))
        shown = html.unescape(re.sub(r"<[^>]*>", "", surfaces.render("page", page)))
        flat = re.sub(r"\s+", "", shown)
        missing += [
            (page_type, part) for part, text in texts_of(public_record(page)) if text not in flat
        ]
    assert len(by_type) > 40
    assert missing == []


def test_a_draft_is_previewed_in_the_whole_frame(rf):
    page = factories.draft(catalogue_item=stories.row())
    shown = surfaces.render("page", page, request=rf.get("/admin/preview/"))
    assert "提交后生成" in shown
    assert '<meta name="robots" content="noindex">' in shown
    assert "版本记录" not in shown
