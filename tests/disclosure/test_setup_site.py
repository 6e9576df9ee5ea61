"""A new site knows its units, regions and catalogue; a second run changes nothing."""

from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.models import Page, Site

from disclosure.models import CatalogueItem, ColumnPage, LegalBasis, Region, Unit, UnitName
from home.models import HomePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    call_command("setup_site", stdout=StringIO())


def test_regions_include_counties_special_zones_and_retired_codes(site):
    assert Region.objects.filter(level="prefecture").count() == 9
    assert Region.objects.filter(level="county", retired_until="").count() == 60
    assert Region.objects.get(code="220381").replaced_by == "220184"
    assert Region.objects.get(code="JL-CBS").level == "special"


def test_units_carry_seed_and_present_names(site):
    unit = Unit.objects.get(code="jl-hbt")
    assert (unit.name, unit.full_name) == ("省环保厅", "吉林省环境保护厅")
    assert UnitName.objects.filter(unit=unit, name="吉林省生态环境厅").exists()


def test_every_catalogue_row_is_there_with_bases_and_an_existing_form(site):
    from disclosure import models as forms

    assert CatalogueItem.objects.count() == 153
    for row in CatalogueItem.objects.prefetch_related("bases"):
        assert row.bases.all() and row.elements and row.deadline_rules, row.code
        assert row.standard and row.procedure and row.channels_text, row.code
        assert issubclass(getattr(forms, row.page_type), forms.DisclosurePage), row.code
    assert LegalBasis.objects.filter(name="政府信息公开条例第二十条第（十一）项").exists()


def test_each_unit_has_its_column_below_the_home_page(site):
    home = HomePage.objects.get()
    assert Site.objects.get(is_default_site=True).root_page_id == home.pk
    assert ColumnPage.objects.child_of(home).count() == Unit.objects.count()
    assert not Page.objects.filter(title="Welcome to your new Wagtail site!").exists()


def test_second_run_keeps_what_staff_changed(site):
    CatalogueItem.objects.filter(code="P3").update(deadline_text="自定时限")
    before = Page.objects.count()
    out = StringIO()
    call_command("setup_site", stdout=out)
    assert CatalogueItem.objects.get(code="P3").deadline_text == "自定时限"
    assert Page.objects.count() == before
    assert "新增" not in out.getvalue()


def test_refresh_takes_the_shipped_text_again(site):
    CatalogueItem.objects.filter(code="P3").update(deadline_text="自定时限")
    call_command("setup_site", refresh=True, stdout=StringIO())
    assert "20个工作日" in CatalogueItem.objects.get(code="P3").deadline_text
