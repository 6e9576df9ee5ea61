"""The detector's words in the admin."""

from django.urls import include, path
from wagtail import hooks

from workflows.lexicons.viewset import LexiconViewSet


@hooks.register("register_admin_viewset")
def register_words():
    return LexiconViewSet()


@hooks.register("register_admin_urls")
def register_word_screens():
    return [path("mingjing/words/", include("workflows.lexicon_urls"))]
