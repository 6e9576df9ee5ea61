"""Items with an uploaded list, on their way through the review: where the stories of lists start."""

import csv
import io

from tests import factories
from workflows import actions
from workflows.lists import columns, uploading
from workflows.standing import running_state

HEADER = ["姓名", "身份证号", "联系电话", "村组", "家庭人口", "救助类别", "月保障金额"]
SURNAMES = "张王李赵周吴郑孙马朱胡林郭何高罗"
GIVEN = ("小三", "桂花", "长海", "建国", "秀兰", "志强", "玉梅", "德福", "凤英", "永贵")


def households(count: int, villages=("东风村", "柳河村", "双山村"), groups: int = 3):
    """Invented households: the sequence of every number is 000, every telephone has 0000 inside."""
    rows = []
    for n in range(count):
        name = SURNAMES[n % len(SURNAMES)] + GIVEN[n // len(SURNAMES) % len(GIVEN)]
        year, month, day = 1940 + n % 60, 1 + n // 60 % 12, 1 + n // 720 % 28
        rows.append(
            [
                name,
                f"220102{year}{month:02}{day:02}000{n % 10}",
                f"139{n // 10_000 % 10}0000{n % 1_000:03}",
                f"{villages[n % len(villages)]}{1 + n // 3 % groups}组",
                str(1 + n % 4),
                ("农村", "城市")[n // 7 % 2],
                ("740", "415", "620")[n % 3],
            ]
        )
    return rows


def csv_of(rows, header=HEADER, encoding: str = "utf-8-sig") -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([header, *rows])
    return buffer.getvalue().encode(encoding)


def draft(team, code: str = "W1-4"):
    """A complete draft by the team's editor, without a list."""
    row = factories.catalogue_item(code)
    page = factories.filled(row, team.unit)
    page.owner = team.editor
    page.recipient_tables.set([])
    page.save()
    page.save_revision(user=team.editor)
    page.revisions.filter(user=factories.user()).update(user=team.editor)
    return type(page).objects.get(pk=page.pk)


def with_list(team, rows, header=HEADER, code: str = "W1-4", data: bytes | None = None):
    page = draft(team, code)
    put(page, team, data or csv_of(rows, header))
    return type(page).objects.get(pk=page.pk)


def put(page, team, data: bytes, name: str = "名册.csv"):
    table = uploading.choices_for(page.get_latest_revision_as_object())[0][0]
    return uploading.put_list(
        page, team.editor, data=data, name=name, table=table, caption="低保对象名册"
    )


def in_review(page, team):
    """Submitted and approved: waits for the reviewer."""
    actions.submit(page, team.editor)
    actions.approve(page, team.approver)
    return page


def uploaded_of(page):
    state = running_state(page)
    shown = state.revision.as_object() if state else page.get_latest_revision_as_object()
    return columns.lists_of(shown)[0][1]


def decide(page, team, **actions_by_name):
    """Decide columns by name, all others as proposed."""
    uploaded = uploaded_of(page)
    for column in columns.columns_of(uploaded):
        wanted = actions_by_name.get(column.name)
        if wanted:
            columns.decide_column(
                uploaded, column.index, wanted, team.reviewer, "名册须列明", "社会救助暂行办法"
            )
        elif column.is_open:
            columns.decide_column(uploaded, column.index, column.proposed, team.reviewer)
    return uploaded


def released(page, team):
    actions.release(page, team.publisher)
    return type(page).objects.get(pk=page.pk)
