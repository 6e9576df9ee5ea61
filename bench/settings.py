"""The demo's settings with the yardstick's addresses beside the site's."""

from cms.settings.dev import *  # noqa: F403

ROOT_URLCONF = "bench.plain"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
