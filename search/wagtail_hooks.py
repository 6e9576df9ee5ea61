"""The search in the admin: lists, screens, one submenu for those who may see them."""

from django.templatetags.static import static
from django.urls import include, path, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from search.staff.bets import BetViewSet
from search.staff.screen import TABS, may_read
from search.staff.synonyms import SynonymViewSet

ICONS = {"asked": "history", "synonyms": "resubmit", "bets": "pick", "relevance": "help"}


class SearchMenuItem(MenuItem):
    def is_shown(self, request):
        return may_read(request.user)


@hooks.register("register_admin_viewset")
def register_synonyms():
    return SynonymViewSet()


@hooks.register("register_admin_viewset")
def register_bets():
    return BetViewSet()


@hooks.register("register_admin_urls")
def register_screens():
    return [path("mingjing/search/", include("search.staff.urls"))]


@hooks.register("insert_global_admin_css")
def add_sheet():
    return format_html('<link rel="stylesheet" href="{}">', static("search/staff.css"))


@hooks.register("register_admin_menu_item")
def register_menu():
    items = [
        SearchMenuItem(
            label, reverse_lazy(name), name=f"mj-search-{key}", icon_name=ICONS[key], order=at
        )
        for at, (key, name, label) in enumerate(TABS)
    ]
    return SubmenuMenuItem(
        _("检索维护"), Menu(items=items), name="mj-search", icon_name="search", order=45
    )
