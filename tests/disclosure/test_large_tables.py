"""A list of thousands of rows goes through the gate at the price of one database row."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure import publishing
from disclosure.models import PublicVersion, RecipientTable
from tests.disclosure import stories

pytestmark = pytest.mark.django_db


def statements_of_commit(rows: int) -> int:
    page = stories.draft(title=f"第{rows}号名册公告")
    cells = [[f"第{n}类", str(n)] for n in range(rows)]
    page.recipient_tables.add(RecipientTable(columns=["类别", "户数"], rows=cells))
    page.save()
    page.save_revision(user=stories.person("author"))
    clearance = stories.cleared(page)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        version = publishing.commit(clearance, by=stories.person("publisher"))
    parts = PublicVersion.objects.get(pk=version.pk).parts
    assert sum(part.startswith("t/") for part, _text in parts) == rows + 1
    return len(queries)


def test_ten_thousand_rows_take_as_many_statements_as_ten():
    statements_of_commit(5)  # fills the caches of content types
    small = statements_of_commit(10)
    assert statements_of_commit(10_000) == small
