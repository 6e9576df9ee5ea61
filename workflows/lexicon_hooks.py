"""The detector's words and the register of officials in the admin."""

from django.templatetags.static import static
from django.urls import include, path
from django.utils.html import format_html
from wagtail import hooks

from workflows.contacts import ContactViewSet
from workflows.lexicons.viewset import LexiconViewSet


@hooks.register("insert_global_admin_css")
def add_sheet():
    return format_html('<link rel="stylesheet" href="{}">', static("workflows/lexicon.css"))


@hooks.register("register_admin_viewset")
def register_words():
    return LexiconViewSet()


@hooks.register("register_admin_viewset")
def register_contacts():
    return ContactViewSet()


@hooks.register("register_admin_urls")
def register_word_screens():
    return [path("mingjing/words/", include("workflows.lexicon_urls"))]
