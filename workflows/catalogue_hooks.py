"""The catalogue's screens in the admin: addresses, menu entry, style sheet."""

from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from workflows.catalogue.views import READERS
from workflows.menu import RoleMenuItem

_address = lazy(reverse, str)


@hooks.register("insert_global_admin_css")
def add_sheet():
    return format_html('<link rel="stylesheet" href="{}">', static("workflows/catalogue.css"))


@hooks.register("register_admin_urls")
def register_catalogue_screens():
    return [path("mingjing/catalogue/", include("workflows.catalogue_urls"))]


@hooks.register("register_admin_menu_item")
def register_versions():
    return RoleMenuItem(
        _("目录版本"),
        _address("catalogue_versions:index"),
        name="mj-catalogue-versions",
        icon_name="list-ul",
        order=290,
        wanted=READERS,
    )
