"""Accounts with roles, and drafts that can be submitted: where the stories of this app start."""

from dataclasses import dataclass

from disclosure import models
from tests import factories
from workflows import roles, setup

# Invented: the sequence 000 is never given out, and the check sign is wrong.
ID_NUMBER = "220102199003070007"
NAME = "张小三"
PHONE = "13900000000"
PROSE = f"<p>本通告自发布之日起施行。</p><p>受灾群众{NAME}（身份证号{ID_NUMBER}）反映房屋倒塌。</p>"


@dataclass
class Staff:
    """One account per role of a unit."""

    unit: models.Unit
    editor: object
    approver: object
    reviewer: object
    publisher: object


def install():
    """Front page, default site, groups and workflow, as `setup_site` makes them."""
    from home.setup.site import ensure_home

    ensure_home()
    setup.install()


def staff(code: str = "jl-test", **fields) -> Staff:
    unit = factories.unit(code, **fields)
    factories.column(unit)
    people = {}
    for role in (roles.EDITOR, roles.APPROVER, roles.REVIEWER, roles.PUBLISHER):
        person = factories.user(f"{role}-{code}")
        setup.assign(person, role, unit)
        people[role] = person
    return Staff(unit, **people)


def notice(team: Staff, prose: str = "<p>本通告自发布之日起施行。</p>", **fields):
    """A complete draft by the team's editor."""
    row = factories.catalogue_item("P1")
    page_class = getattr(models, row.page_type)
    page = factories.filled(row, team.unit)
    assert isinstance(page, page_class)
    page.body = [("prose", prose)]
    page.title = fields.pop("title", "关于调整救助服务时间的公告")
    for name, value in fields.items():
        setattr(page, name, value)
    page.owner = team.editor
    page.save()
    page.save_revision(user=team.editor)
    page.revisions.filter(user=factories.user()).update(user=team.editor)
    return page_class.objects.get(pk=page.pk)
