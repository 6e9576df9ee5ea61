"""Page tree and site record: home page at the root, one 专栏 per unit below it."""

from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from disclosure.models import ColumnPage, Unit
from home.models import HomePage

SITE_NAME = "明镜"


def ensure_home() -> tuple[HomePage, bool]:
    """The home page as root of the default site; Wagtail's sample page makes room for it."""
    home = HomePage.objects.first()
    made = home is None
    if home is None:
        root = Page.get_first_root_node()
        if root is None:
            root = Page.add_root(title="Root", slug="root")
        home = HomePage(title=_("社会公益事业建设领域政府信息公开"), slug="mingjing", live=True)
        root.add_child(instance=home)
    _serve_from(home)
    _remove_sample_page()
    return home, made


def _serve_from(home: HomePage) -> None:
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(
            hostname="localhost", port=80, root_page=home, is_default_site=True, site_name=SITE_NAME
        )
    elif not HomePage.objects.filter(pk=site.root_page_id).exists():
        site.root_page = home
        site.site_name = site.site_name or SITE_NAME
        site.save()


def _remove_sample_page() -> None:
    """Delete the page Wagtail's first migration makes, and nothing that a person made."""
    sample = Page.objects.filter(
        depth=2, slug="home", title="Welcome to your new Wagtail site!", numchild=0
    ).first()
    if sample is not None and sample.specific_class is Page:
        sample.delete()


def ensure_column(unit: Unit, home: HomePage | None = None) -> ColumnPage:
    """The unit's 专栏, made live below the home page when it is missing."""
    column = ColumnPage.objects.filter(unit=unit).first()
    if column is None:
        parent = home or HomePage.objects.first() or ensure_home()[0]
        column = ColumnPage(title=unit.official_name, slug=unit.code.lower(), unit=unit, live=True)
        parent.add_child(instance=column)
    return column


def ensure_columns(home: HomePage) -> int:
    """A 专栏 for every unit in use; returns how many were made."""
    missing = list(Unit.objects.filter(is_active=True, column__isnull=True))
    for unit in missing:
        # Each addition changes the parent's count of children.
        home.refresh_from_db()
        ensure_column(unit, home)
    return len(missing)
