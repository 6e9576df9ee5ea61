"""The detector's words and the register of officials in the admin."""

from django.urls import include, path
from wagtail import hooks

from workflows.contacts import ContactViewSet
from workflows.lexicons.viewset import LexiconViewSet


@hooks.register("register_admin_viewset")
def register_words():
    return LexiconViewSet()


@hooks.register("register_admin_viewset")
def register_contacts():
    return ContactViewSet()


@hooks.register("register_admin_urls")
def register_word_screens():
    return [path("mingjing/words/", include("workflows.lexicon_urls"))]
