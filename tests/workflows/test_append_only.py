"""Rows of evidence stay as they were written, whoever asks."""

import pytest
from django.db import DatabaseError, connection, transaction

from privacy.append_only import ACCESS_LOG
from workflows.append_only import GUARDS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("guard", [*GUARDS, ACCESS_LOG], ids=lambda guard: guard.prefix)
def test_the_guards_stand_and_come_back(guard):
    assert guard.missing(connection) == []
    guard.remove(connection)
    assert len(guard.missing(connection)) == 3
    guard.install(connection)
    guard.install(connection)
    assert guard.missing(connection) == []


def test_raw_sql_neither_changes_nor_deletes_the_access_log():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO privacy_vaultaccess (vault_object, action, username, reason, at) "
            "VALUES ('00000000000000000000000000000001', 'opened', 'x', 'y', CURRENT_TIMESTAMP)"
        )
    for statement in (
        "UPDATE privacy_vaultaccess SET reason = 'z'",
        "DELETE FROM privacy_vaultaccess",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
