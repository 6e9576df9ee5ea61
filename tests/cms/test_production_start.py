"""Production settings on a real PostgreSQL: from an empty folder to a page a citizen gets."""

import pytest
from django.db import connection

from tests.cms import production

ASK = """
import django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("createcachetable", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
call_command("setup_site", verbosity=0)
call_command("check", deploy=True, fail_level="WARNING", verbosity=0)
citizen = Client(headers={"host": "www.example.gov.cn"})
page = citizen.get("/", secure=True)
plain = citizen.get("/")
search = citizen.get("/search/", {"q": "低保"}, secure=True)
print(page.status_code, page["Strict-Transport-Security"], plain.status_code, search.status_code)
"""


@pytest.fixture
def own_database(transactional_db):
    """A migrated PostgreSQL database of its own; its address."""
    given = connection.settings_dict
    name = f"{given['NAME']}_production"
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{given["NAME"]}_migrated"')
    account = f"{given['USER']}:{given['PASSWORD']}"
    yield f"postgres://{account}@{given['HOST']}:{given['PORT']}/{name}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.mark.postgres
@pytest.mark.slow
def test_a_new_production_site_serves_its_pages_over_https_only(own_database, tmp_path):
    values = {
        **production.values(tmp_path),
        "DATABASE_URL": own_database,
        "ELASTICSEARCH_URL": "embedded",
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    }
    result = production.start(values, ASK)
    assert result.returncode == 0, result.stderr[-2000:]
    assert result.stdout.split()[-4:] == ["200", "max-age=31536000", "301", "200"]
