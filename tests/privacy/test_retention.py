"""Originals leave the vault when their time is over, and that they left is proven."""

import base64
import os
import threading
import time
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils import timezone

from disclosure.models import RecipientTable
from privacy import retention, sealing, sweep, terms, vault, vault_files
from privacy.models import ErasureProof, OwnRow, ScrubJob, VaultAccess, VaultObject
from tests.home.published import published

ORIGINAL = "姓名,身份证号\n张三丰,220102199003070000\n".encode()
NEW_KEY = base64.b64encode(b"n" * 32).decode()


@pytest.fixture(autouse=True)
def var_dir(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


def seal(days: int | None = None, **given):
    """An original whose last day was `days` days ago."""
    given = {"kind": "table", "name": "名单.csv", "unit_code": "jl-mzt", "by": None} | given
    if days is not None:
        given["retention_until"] = timezone.localdate() - timedelta(days=days)
    return vault.seal(ORIGINAL, **given)


def run(*arguments, capture):
    with capture(execute=True):
        return call_command("vault_retention", *arguments)


# --- terms ---------------------------------------------------------------------------------------


def test_the_term_follows_from_kind_and_policy():
    assert terms.months("table") == 36
    assert terms.months("table", "RECIP_MINOR") == 12
    assert terms.months("withheld", "RECIP_MINOR") == 36
    assert terms.months("text", "APPLICANT") == 24
    assert terms.months("a kind of tomorrow") == 36


def test_a_term_ends_on_the_same_day_or_the_last_of_a_shorter_month():
    assert terms.until("table", "", date(2026, 11, 24)) == date(2029, 11, 24)
    assert terms.until("table", "RECIP_HEALTH", date(2028, 2, 29)) == date(2029, 2, 28)


@pytest.mark.django_db
def test_whatever_is_sealed_has_a_last_day():
    assert seal().retention_until == terms.until("table")
    assert seal(policy="RECIP_HEALTH").retention_until == terms.until("table", "RECIP_HEALTH")


# --- erasure and proof -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_is_due_is_erased_and_the_rest_stays(django_capture_on_commit_callbacks, capsys):
    due, last_day, later = seal(1), seal(0), seal()
    run("--dry-run", capture=django_capture_on_commit_callbacks)
    assert not VaultObject.objects.get(pk=due.pk).is_erased
    assert str(due.pk) in capsys.readouterr().out
    with pytest.raises(SystemExit):  # no proof inside the transaction of a test
        run(capture=django_capture_on_commit_callbacks)
    erased = set(VaultObject.objects.exclude(erased_at=None).values_list("pk", flat=True))
    assert erased == {due.pk}
    assert {last_day.pk, later.pk}.isdisjoint(erased)
    assert VaultAccess.objects.filter(vault_object=due.pk, action="erased").count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_erasure_is_proven_by_looking(capsys):
    due = seal(1)
    OwnRow.objects.create(vault_id=due.pk, number="x", lookup="0" * 64, sealed=b"sealed-row-bytes")
    wrapped = VaultObject.objects.get(pk=due.pk).wrapped_key
    if connection.vendor == "sqlite":
        assert wrapped in raw_bytes()
    call_command("vault_retention")
    proof = ErasureProof.objects.get(vault_object=due.pk)
    assert retention.is_proven(proof)
    assert (proof.kind, proof.key_id) == ("table", due.key_id)
    assert not vault_files.path_of(due.pk).exists()
    assert ScrubJob.objects.get(pk=proof.scrub_job).done_at == proof.database_clean_at
    if connection.vendor == "sqlite":
        left = raw_bytes()
        assert wrapped not in left
        assert b"sealed-row-bytes" not in left
    assert str(due.pk) in retention.log_file().read_text()
    assert "已销毁并核实：1 个" in capsys.readouterr().out


def raw_bytes() -> bytes:
    return b"".join(
        path.read_bytes() for path in sweep.sweep_files._database_files() if path.exists()
    )


@pytest.mark.django_db(transaction=True)
def test_a_file_that_stays_is_no_proof_and_is_looked_at_again(monkeypatch, capsys):
    due = seal(1)
    monkeypatch.setattr(vault_files, "delete", lambda object_id: None)
    with pytest.raises(SystemExit) as ended:
        call_command("vault_retention")
    assert ended.value.code == 1
    assert str(due.pk) in capsys.readouterr().err
    proof = ErasureProof.objects.get()
    assert proof.key_gone and not proof.file_gone and proof.database_clean_at is None
    monkeypatch.undo()
    vault_files.path_of(due.pk).unlink(missing_ok=True)


@pytest.mark.django_db(transaction=True)
def test_a_second_run_proves_nothing_twice():
    seal(1)
    call_command("vault_retention")
    written = retention.log_file().read_text()
    call_command("vault_retention")
    assert retention.log_file().read_text() == written
    assert ErasureProof.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_erasure_for_another_reason_is_proven_by_the_next_run():
    sealed = seal()
    vault.erase(sealed, reason="privacy")
    call_command("vault_retention")
    assert retention.is_proven(ErasureProof.objects.get(vault_object=sealed.pk))


@pytest.mark.django_db
def test_an_original_that_something_public_needs_outlasts_its_term():
    used, free = seal(1), seal(1)
    published(rows=[("recipient_tables", RecipientTable(columns=["村"], vault_id=used.pk))])
    due, held = retention.due()
    assert [one.pk for one in due] == [free.pk]
    assert [one.pk for one in held] == [used.pk]


@pytest.mark.django_db
def test_objects_from_before_there_were_terms_get_one():
    sealed = seal()
    VaultObject.objects.filter(pk=sealed.pk).update(retention_until=None)
    assert retention.give_terms() == 1
    assert VaultObject.objects.get(pk=sealed.pk).retention_until == terms.until("table")


@pytest.mark.django_db(transaction=True)
def test_strays_are_removed_and_young_files_left():
    kept, rolled_back, young = seal(), seal(), seal()
    half = vault_files.path_of(young.pk).with_suffix(".part")
    half.write_bytes(b"half")
    VaultObject.objects.filter(pk__in=[rolled_back.pk, young.pk]).delete()
    long_ago = time.time() - 7200
    for path in (vault_files.path_of(rolled_back.pk), vault_files.path_of(kept.pk), half):
        os.utime(path, (long_ago, long_ago))
    call_command("vault_retention")
    assert {object_id for object_id, _ in vault_files.stored()} == {kept.pk, young.pk}


# --- after a restore ---------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_after_a_restore_what_was_erased_is_erased_again(tmp_path):
    sealed = seal()
    row = VaultObject.objects.filter(pk=sealed.pk).values().get()
    file = vault_files.path_of(sealed.pk).read_bytes()
    vault.erase(sealed, reason="privacy")
    call_command("vault_retention")
    saved = tmp_path / "kept-elsewhere.log"
    saved.write_text(retention.log_file().read_text())

    # A backup of the day before: the object is back, and the logs do not know better.
    VaultObject.objects.filter(pk=sealed.pk).delete()
    VaultObject.objects.create(**row)
    vault_files.write(sealed.pk, file)
    retention.log_file().unlink()
    ErasureProof.objects.all().delete()
    assert vault.open_for_machine(vault.get(sealed.pk), purpose="test.restore") == ORIGINAL

    call_command("vault_retention", "--after-restore", "--log", str(saved))
    assert VaultObject.objects.get(pk=sealed.pk).is_erased
    assert not vault_files.path_of(sealed.pk).exists()


@pytest.mark.django_db
def test_a_log_that_is_not_there_is_said():
    with pytest.raises(CommandError):
        call_command("vault_retention", "--after-restore", "--log", "/nowhere/at-all.log")


# --- rotation ----------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_originals_can_be_read_while_their_keys_are_rotated(settings):
    objects = [seal() for _n in range(12)]
    settings.VAULT_KEYS = [NEW_KEY, *settings.VAULT_KEYS]
    failures, stop = [], threading.Event()

    def read():
        try:
            while not stop.is_set():
                for one in objects:
                    if vault.open_for_machine(one, purpose="test.rotation") != ORIGINAL:
                        failures.append("changed")
        except Exception as error:  # noqa: BLE001  told by the test
            failures.append(type(error).__name__)
        finally:
            connections.close_all()

    reader = threading.Thread(target=read)
    reader.start()
    try:
        call_command("vault_rotate")
    finally:
        stop.set()
        reader.join(30)
    assert failures == []
    current = sealing.KeyRing.from_base64(settings.VAULT_KEYS).current
    assert set(VaultObject.objects.values_list("key_id", flat=True)) == {current}


@pytest.mark.django_db
def test_a_rotation_that_was_interrupted_goes_on(settings, monkeypatch, capsys):
    objects = [seal() for _n in range(6)]
    old = settings.VAULT_KEYS
    settings.VAULT_KEYS = [NEW_KEY, *old]
    usual, done = vault.rewrap, []

    def dies_after_three(sealed):
        if len(done) == 3:
            raise KeyboardInterrupt
        done.append(sealed.pk)
        return usual(sealed)

    monkeypatch.setattr(vault, "rewrap", dies_after_three)
    with pytest.raises(KeyboardInterrupt):
        call_command("vault_rotate")
    for one in objects:  # both keys are needed, and both are there
        assert vault.open_for_machine(one, purpose="test.rotation") == ORIGINAL
    monkeypatch.setattr(vault, "rewrap", usual)
    call_command("vault_rotate")
    assert "已改用新钥匙：3 个" in capsys.readouterr().out
    settings.VAULT_KEYS = [NEW_KEY]
    for one in objects:
        assert vault.open_for_machine(one, purpose="test.rotation") == ORIGINAL


@pytest.mark.django_db
def test_rotation_keeps_the_secrets_that_were_derived(settings):
    one = seal()
    before = vault.derived_key(one, "own rows v1")
    settings.VAULT_KEYS = [NEW_KEY, *settings.VAULT_KEYS]
    call_command("vault_rotate")
    assert vault.derived_key(one, "own rows v1") == before
    assert vault.derived_key(one, "something else") != before
