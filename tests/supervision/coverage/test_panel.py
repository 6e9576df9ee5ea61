"""The first page of the admin tells how duties stand, to each what is theirs."""

import pytest

from supervision.coverage import exporting
from tests import factories
from tests.home.published import published
from tests.supervision.coverage import duties
from tests.workflows import people
from workflows import roles, setup

pytestmark = pytest.mark.django_db


@pytest.fixture
def teams(site_ready, settings, tmp_path):
    settings.LEDGER_DIR = tmp_path / "ledger"
    settings.LEDGER_KEY_FILE = str(tmp_path / "keys" / "ledger.pem")
    settings.OUTBOX_INLINE = True
    people.install()
    ours, others = people.staff("jl-a", name="甲厅"), people.staff("jl-b", name="乙厅")
    page = published(of=ours.unit)
    duties.forget(page)
    duties.some(ours.unit, page)
    duties.duty(others.unit, duties.row("ZZ1"))
    return ours, others


def first_page(client, person) -> str:
    client.force_login(person)
    return client.get("/admin/").content.decode()


def test_before_the_first_count_there_is_no_panel(teams, client):
    assert "mj-cov-panel" not in first_page(client, teams[0].editor)


def test_a_unit_sees_its_own_figures(teams, client):
    exporting.publish(duties.TODAY)
    text = first_page(client, teams[0].editor)
    assert "到期应公开 5 项：按期 2，晚于期限 1，未公开 2" in text
    assert "按期率 40.0%，公开率 60.0%" in text
    assert "乙厅" not in text


def test_the_office_sees_the_sum_and_who_is_behind(teams, client):
    exporting.publish(duties.TODAY)
    office = factories.user("some-office")
    setup.assign(office, roles.OFFICE)
    text = first_page(client, office)
    assert "到期应公开 6 项" in text
    assert text.index("甲厅") < text.index("乙厅")
    assert "1 项到期没有公开" in text


def test_a_reviewer_of_no_unit_sees_none(teams, client):
    exporting.publish(duties.TODAY)
    assert "mj-cov-panel" not in first_page(client, factories.user("nobody", "编辑台"))
