"""Run by test_crash in a process of its own: commits one clearance and may be killed on the way."""

import os
import sys

import django


def main(clearance_id: str, database: str) -> None:
    django.setup()
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.db import connection

    settings.DATABASES["default"]["NAME"] = database
    connection.settings_dict["NAME"] = database
    from disclosure import publishing
    from disclosure.models import Clearance

    publishing.commit(
        Clearance.objects.get(pk=clearance_id),
        by=get_user_model().objects.get(username="publisher"),
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
    main(*sys.argv[1:])
