"""Without DJANGO_SETTINGS_MODULE the one-command start is meant: development settings."""

from .dev import *  # noqa: F403
