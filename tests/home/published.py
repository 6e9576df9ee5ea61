"""Items that went through the funnel, for tests of what the public sees."""

from disclosure import publishing
from disclosure.models import NoticePage
from tests import factories
from tests.disclosure import stories


def published(title: str = "关于调整供暖时间的公告", rows=(), page_class=NoticePage, **fields):
    """A live item of `省测试厅`; `rows` are (relation, row) pairs."""
    if "catalogue_item" not in fields:
        fields["catalogue_item"] = stories.row()
    page = factories.draft(page_class, title=title, **fields)
    if rows:
        page = type(page).objects.get(pk=page.pk)
        for relation, row in rows:
            getattr(page, relation).add(row)
        page.save()
        page.save_revision(user=page.owner)
    return stories.released(page)


def withdrawn(reason: str, **fields):
    """An item taken down again; `reason` is a code of vocabulary.REASONS."""
    item = published(**fields)
    publishing.withdraw(item, reason=reason, by=stories.person("publisher"))
    return item
