"""Reports are opened in a spreadsheet by people with many permissions: no cell is a formula."""

import io

import pytest
from openpyxl import load_workbook

from tests import factories
from tests.workflows import people
from workflows import actions

pytestmark = pytest.mark.django_db
REPORTS = ("workflow", "workflow_tasks", "site-history", "locked", "aging-pages")


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_title_that_begins_like_a_formula_is_text_in_every_export(team, client, start):
    title = f'{start}HYPERLINK("http://evil.example","公告")'
    page = people.notice(team, title=title)
    actions.submit(page, team.editor)
    client.force_login(factories.user("root", is_superuser=True))
    seen = 0
    for report in REPORTS:
        csv = client.get(f"/admin/reports/{report}/?export=csv")
        lines = b"".join(csv.streaming_content).decode().splitlines()
        named = [line for line in lines if "HYPERLINK" in line]
        seen += len(named)
        assert all(f"'{start}HYPERLINK" in line for line in named), report
        xlsx = client.get(f"/admin/reports/{report}/?export=xlsx")
        book = load_workbook(io.BytesIO(b"".join(xlsx.streaming_content)))
        for row in book.active.iter_rows():
            assert not [cell for cell in row if cell.data_type == "f"], report
    assert seen
