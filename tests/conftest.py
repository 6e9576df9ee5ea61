"""What every test may rely on: no network, a clean database, a browser, the seed data."""

import ipaddress
import os
import shutil
import socket
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from deploy import compile_messages
from tests import prepared, snapshots

IN_CI = os.environ.get("CI", "") == "true"

hypothesis_settings.register_profile(
    "mingjing", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
# CI must say the same about the same commit; a developer's machine may look for new cases.
hypothesis_settings.register_profile(
    "ci", parent=hypothesis_settings.get_profile("mingjing"), derandomize=True
)
hypothesis_settings.load_profile("ci" if IN_CI else "mingjing")

pytest_plugins = ["tests.browser"]


def pytest_configure():
    compile_messages.main()  # pages are asked for in English too; at once when nothing changed


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """What asks for a browser is marked so, and runs in the browser's round (.ci/test)."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def pytest_runtest_setup(item):
    """Leave out, with a hint, what needs a real part that is not there; in CI that is a failure."""
    on_postgres = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    if item.get_closest_marker("elastic") and not settings.ELASTICSEARCH_URL:
        _missing("Elasticsearch: export ELASTICSEARCH_URL=$(deploy/elasticsearch start)")
    if item.get_closest_marker("postgres") and not on_postgres:
        pytest.skip("runs in the PostgreSQL round: export DATABASE_URL=$(deploy/postgres start)")
    if item.get_closest_marker("sqlite") and on_postgres:
        pytest.skip("is about SQLite")


def _missing(hint):
    if IN_CI and not os.environ.get("MINGJING_PARTIAL_ROUND"):
        pytest.fail(f"missing under CI=true: {hint}", pytrace=False)
    pytest.skip(hint)


def pytest_unconfigure(config):
    # cms.settings.test makes a folder of its own per process.
    var_dir = Path(settings.VAR_DIR)
    if var_dir.name.startswith("mingjing-test-"):
        shutil.rmtree(var_dir, ignore_errors=True)


@pytest.fixture(autouse=True)
def the_language_of_the_site():
    """A page asked for in English leaves its language in the thread; the next test starts anew."""
    yield
    translation.activate(settings.LANGUAGE_CODE)


class NetworkRefused(AssertionError):
    """A test tried to reach something beyond this machine."""


def _is_local(address):
    if not isinstance(address, tuple):
        return True  # a Unix socket
    host = str(address[0]).split("%")[0]
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def only_loopback():
    """No test reaches beyond the loopback interface, whatever a library feels like fetching."""
    originals = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex")}

    def guard(original):
        def connect(self, address):
            if not _is_local(address):
                raise NetworkRefused(f"a test reached for {address[0]}")
            return original(self, address)

        return connect

    for name, original in originals.items():
        setattr(socket.socket, name, guard(original))
    yield
    for name, original in originals.items():
        setattr(socket.socket, name, original)


@pytest.fixture(scope="session")
def django_db_keepdb(request, django_db_modify_db_settings, django_db_blocker):
    """Start from a kept migrated database where there is one (tests/prepared.py)."""
    with django_db_blocker.unblock():
        return prepared.put_in_place() or request.config.getvalue("reuse_db")


@pytest.fixture(scope="session")
def django_db_setup(django_db_keepdb, django_db_setup, django_db_blocker):
    """The migrated test database, and a snapshot that transactional tests are reset to."""
    if not prepared.is_test_database():
        yield
        return
    with django_db_blocker.unblock():
        copy = snapshots.take()
        if not django_db_keepdb:
            prepared.keep_for_next_time(copy)
    yield
    with django_db_blocker.unblock():
        snapshots.forget()


@pytest.fixture(scope="session", autouse=True)
def reset_by_snapshot(django_test_environment):
    """Transactional tests restore the snapshot; Django's flush would lose Wagtail's root page."""
    from django.test import TransactionTestCase

    original = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda self: snapshots.restore()
    yield
    TransactionTestCase._fixture_teardown = original


@pytest.fixture
def right_state(request, django_db_setup, django_db_blocker):
    """The database with or without the seed data, as the test asks; before its transaction."""
    with django_db_blocker.unblock():
        snapshots.use(snapshots.SEEDED if "site_ready" in request.fixturenames else "migrated")


@pytest.fixture
def _django_db_helper(right_state, _django_db_helper):
    """pytest-django's own, after the right state is there."""


@pytest.fixture
def site_ready(db):
    """Units, regions, catalogue, groups, workflow and calendar, as `setup_site` makes them.

    They are made once and copied, so asking for them costs a few hundredths of a second.
    """
