import base64
import logging
import os

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from privacy import vault, vault_files
from privacy.append_only import ACCESS_LOG
from privacy.models import VaultAccess, VaultObject
from privacy.vault import VaultErased, VaultRefused, VaultUnavailable

# Invented: the sequence number 000 is never given to a person.
ORIGINAL = "姓名,身份证号\n张三丰,220102199003070000\n".encode()
NAME = "张三丰等低保名单.csv"
OTHER_KEY = base64.b64encode(b"o" * 32).decode()

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var_dir(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.fixture
def editor(django_user_model):
    return django_user_model.objects.create_user("editor")


@pytest.fixture
def reader(django_user_model):
    user = django_user_model.objects.create_user("reader")
    user.groups.add(Group.objects.get_or_create(name=vault.VAULT_GROUP)[0])
    return user


@pytest.fixture
def sealed(editor):
    return seal(by=editor)


def seal(data=ORIGINAL, **given):
    given = {"kind": "table", "name": NAME, "unit_code": "jl-mzt", "by": None} | given
    return vault.seal(data, **given)


def actions(sealed):
    rows = VaultAccess.objects.filter(vault_object=sealed.pk).order_by("id")
    return [(row.action, row.username, row.reason) for row in rows]


def test_a_reader_with_a_reason_gets_the_original_and_it_is_written_down(sealed, reader):
    assert vault.open(sealed, by=reader, reason=" 核对  名单 ") == ORIGINAL
    assert vault.open_name(sealed, by=reader, reason="核对名单") == NAME
    assert actions(sealed) == [("opened", "reader", "核对 名单"), ("opened", "reader", "核对名单")]


def test_neither_table_nor_file_shows_anything(sealed, var_dir):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM privacy_vaultobject")
        stored = b"".join(
            bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode()
            for v in cursor.fetchone()
        )
    stored += b"".join(path.read_bytes() for path in var_dir.rglob("*") if path.is_file())

    for secret in ("张三丰", "220102199003070000", "低保"):
        assert secret.encode() not in stored
    assert vault_files.path_of(sealed.pk).stat().st_mode & 0o077 == 0


def test_nobody_else_opens_it_not_even_a_superuser(sealed, editor, django_user_model):
    superuser = django_user_model.objects.create_superuser("root")
    for person in (editor, superuser):
        with pytest.raises(VaultRefused):
            vault.open(sealed, by=person, reason="我是管理员")
    with pytest.raises(VaultRefused):
        vault.open(sealed, by=None, reason="无人")

    assert [action for action, _, _ in actions(sealed)] == ["refused"] * 3


def test_a_disabled_account_is_no_reader(sealed, reader):
    reader.is_active = False
    with pytest.raises(VaultRefused):
        vault.open(sealed, by=reader, reason="核对名单")


@pytest.mark.parametrize("reason", ["", "  \n\u3000"])
def test_without_a_reason_nothing_opens(sealed, reader, reason):
    with pytest.raises(VaultRefused):
        vault.open(sealed, by=reader, reason=reason)
    assert actions(sealed) == []


def test_a_job_opens_under_its_name(sealed):
    assert vault.open_for_machine(sealed, purpose="render_cleared_rows") == ORIGINAL
    assert actions(sealed) == [("machine", "", "render_cleared_rows")]
    with pytest.raises(VaultRefused):
        vault.open_for_machine(sealed, purpose="")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE privacy_vaultaccess SET username = 'x'",
        "DELETE FROM privacy_vaultaccess",
        pytest.param("TRUNCATE privacy_vaultaccess", marks=pytest.mark.postgres),
        pytest.param(
            "INSERT OR REPLACE INTO privacy_vaultaccess SELECT * FROM privacy_vaultaccess",
            marks=pytest.mark.sqlite,
        ),
    ],
)
def test_the_access_log_cannot_be_rewritten(sealed, statement):
    vault.open_for_machine(sealed, purpose="render")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)

    assert ACCESS_LOG.missing(connection) == []
    assert len(actions(sealed)) == 1


def test_the_log_outlives_the_account(sealed, reader):
    vault.open(sealed, by=reader, reason="核对名单")
    reader.delete()
    assert actions(sealed) == [("opened", "reader", "核对名单")]


def test_changed_or_exchanged_or_lost_files_do_not_open(sealed):
    other = seal(b"other")
    path = vault_files.path_of(sealed.pk)
    original = path.read_bytes()

    for bad in (original[:-1] + bytes([original[-1] ^ 1]), b"", vault_files.read(other.pk)):
        path.write_bytes(bad)
        with pytest.raises(VaultUnavailable):
            vault.open_for_machine(sealed, purpose="render")
    path.unlink()
    with pytest.raises(VaultUnavailable):
        vault.open_for_machine(sealed, purpose="render")


@pytest.mark.parametrize("keys", [[], [OTHER_KEY], ["not a key"]])
def test_without_the_right_key_the_vault_stays_shut(sealed, settings, keys):
    settings.VAULT_KEYS = keys
    with pytest.raises(VaultUnavailable):
        vault.open_for_machine(sealed, purpose="render")


def test_without_any_key_nothing_is_sealed(settings, var_dir):
    settings.VAULT_KEYS = []
    with pytest.raises(VaultUnavailable):
        vault.require()
    with pytest.raises(VaultUnavailable):
        seal()
    assert not VaultObject.objects.exists()
    assert not list(var_dir.rglob("*.sealed"))


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_no_half_object(monkeypatch, var_dir, step):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(VaultUnavailable):
        seal()

    assert not VaultObject.objects.exists()
    assert [path for path in var_dir.rglob("*") if path.is_file()] == []


def test_a_row_that_cannot_be_written_leaves_no_file(monkeypatch, var_dir):
    def broken(self, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(VaultObject, "save", broken)
    with pytest.raises(DatabaseError):
        seal()
    assert [path for path in var_dir.rglob("*") if path.is_file()] == []


def test_an_erased_object_is_gone_for_everybody(sealed, reader, django_capture_on_commit_callbacks):
    in_memory = VaultObject.objects.get(pk=sealed.pk)
    with django_capture_on_commit_callbacks(execute=True):
        vault.erase(sealed, by=reader, reason="撤回")
        vault.erase(sealed)

    assert sealed.is_erased
    assert not vault_files.path_of(sealed.pk).exists()
    for stale in (sealed, in_memory):
        with pytest.raises(VaultErased):
            vault.open(stale, by=reader, reason="核对名单")
    row = VaultObject.objects.get(pk=sealed.pk)
    assert (row.wrapped_key, row.sealed_name, row.fingerprint) == (None, None, "")
    assert actions(sealed)[0] == ("erased", "reader", "撤回")


@pytest.mark.django_db(transaction=True)
def test_an_erasure_that_is_rolled_back_loses_nothing(sealed):
    with pytest.raises(RuntimeError), transaction.atomic():
        vault.erase(sealed)
        raise RuntimeError
    assert vault.open_for_machine(sealed, purpose="render") == ORIGINAL


def test_keys_are_rotated_and_the_old_one_can_go(sealed, settings, capsys):
    old = settings.VAULT_KEYS
    settings.VAULT_KEYS = [OTHER_KEY, *old]
    call_command("vault_rotate")
    call_command("vault_rotate")
    settings.VAULT_KEYS = [OTHER_KEY]

    assert vault.open_for_machine(sealed, purpose="render") == ORIGINAL
    assert [line[-3] for line in capsys.readouterr().out.splitlines()] == ["1", "0"]


def test_rotation_without_the_old_key_fails_aloud_and_changes_nothing(sealed, settings):
    old = settings.VAULT_KEYS
    settings.VAULT_KEYS = [OTHER_KEY]
    with pytest.raises(CommandError):
        call_command("vault_rotate")
    settings.VAULT_KEYS = old
    assert vault.open_for_machine(sealed, purpose="render") == ORIGINAL


def test_the_log_file_names_no_file_and_no_person(reader, caplog):
    caplog.set_level(logging.DEBUG)
    sealed = seal(by=reader)
    vault.open(sealed, by=reader, reason="核对张三丰")
    assert str(sealed.pk) in caplog.text
    assert "张三丰" not in caplog.text


def test_an_object_is_found_by_its_id_or_the_vault_is_unavailable(sealed):
    assert vault.get(sealed.pk) == sealed
    with pytest.raises(VaultUnavailable):
        vault.get("00000000-0000-0000-0000-000000000000")
