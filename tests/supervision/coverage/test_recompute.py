"""What the outsider's program says of whole, changed and foreign exports."""

import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from supervision import recompute
from supervision.coverage import facts, figures_file, manifest, package
from tests.supervision.coverage import exports
from tests.supervision.coverage.exports import AS_OF, FACTS, KEY, OTHER_KEY, OTHER_VKEY, VKEY

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def folder(tmp_path):
    return exports.on_disk(tmp_path / "export", exports.files_of())


def run(capsys, *given) -> tuple[int, str]:
    status = recompute.main([str(one) for one in given])
    told = capsys.readouterr()
    return status, told.out + told.err


def test_a_whole_export_agrees(folder, capsys):
    status, said = run(capsys, folder, "--vkey", VKEY)
    assert status == 0
    assert "一致" in said
    assert "the signature is valid" in said
    assert re.search(r"合计 Total +5 +2 +1 +2 +1 +60\.0% +40\.0%", said)
    assert re.search(r"云岭县教育局 +1 +0 +0 +1 +0 +0\.0% +0\.0%", said)


def test_the_zip_says_the_same_as_the_folder(folder, capsys, tmp_path):
    packed = tmp_path / "export.zip"
    packed.write_bytes(package.packed(exports.files_of(), AS_OF))
    assert run(capsys, packed, "--vkey", VKEY) == run(capsys, folder, "--vkey", VKEY)


def test_without_a_key_the_figures_are_still_computed(folder, capsys):
    status, said = run(capsys, folder)
    assert status == 0
    assert "the signature was not checked" in said


def test_it_runs_where_there_is_no_django(tmp_path):
    """Only what the guide tells to copy, in a Python that would refuse Django."""
    for name in ("ledger", "supervision"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("migrations"))
    exports.on_disk(tmp_path / "export", exports.files_of())
    code = (
        "import sys; sys.modules['django'] = sys.modules['wagtail'] = None;"
        "from supervision.recompute import main; sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "export", "--vkey", VKEY],
        cwd=tmp_path, capture_output=True, text=True, check=False, env={"PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", [*manifest.FILES, manifest.MANIFEST, manifest.NOTE])
def test_a_changed_byte_in_any_file_is_named(folder, capsys, name):
    raw = bytearray((folder / name).read_bytes())
    raw[len(raw) // 2] ^= 1
    (folder / name).write_bytes(raw)
    status, said = run(capsys, folder, "--vkey", VKEY)
    assert status == 1
    assert "不一致" in said
    if name in manifest.FILES:
        assert f"{name} is not the file of the manifest" in said


def test_facts_made_better_by_whoever_signs_are_found_by_their_figures(folder, capsys):
    """The site itself signs figures that do not follow from its facts."""
    files = exports.files_of()
    better = figures_file.of_facts(FACTS[:3], exports.PLACES, AS_OF)
    cheat = {name: files[name] for name in manifest.FILES}
    cheat[manifest.FIGURES] = figures_file.written(better)
    exports.on_disk(folder, exports.sealed(cheat, exports.entries_of(FACTS)))
    status, said = run(capsys, folder, "--vkey", VKEY)
    assert status == 1
    assert "The published figures differ from the computed ones: total" in said
    assert "not signed" not in said


@pytest.mark.parametrize("keys", [(OTHER_KEY,), ()])
def test_an_export_that_the_log_did_not_sign_is_refused(folder, capsys, keys):
    exports.on_disk(folder, exports.files_of(keys=keys))
    status, said = run(capsys, folder, "--vkey", VKEY)
    assert status == 1
    assert "清单没有这把公钥的有效签名" in said


def test_both_keys_of_a_rotation_open_it(folder, capsys):
    exports.on_disk(folder, exports.files_of(keys=(KEY, OTHER_KEY)))
    assert run(capsys, folder, "--vkey", VKEY)[0] == 0
    assert run(capsys, folder, "--vkey", OTHER_VKEY)[0] == 0


def test_the_note_of_another_day_is_refused(folder, capsys):
    raw = (folder / manifest.MANIFEST).read_bytes()
    note = manifest.signed(raw, date(2026, 10, 14), exports.ORIGIN, [KEY])
    (folder / manifest.NOTE).write_text(note)
    status, said = run(capsys, folder, "--vkey", VKEY)
    assert status == 1
    assert "of another day" in said


def test_a_checkpoint_of_the_log_is_no_note_about_coverage(folder, capsys, tmp_path):
    log = exports.log_folder(tmp_path / "log", exports.entries_of(FACTS))
    shutil.copy(log / "checkpoint", folder / manifest.NOTE)
    assert run(capsys, folder, "--vkey", VKEY)[0] == 1


def test_every_publication_is_looked_up_in_the_log(folder, capsys, tmp_path):
    log = exports.log_folder(tmp_path / "log", exports.entries_of(FACTS))
    status, said = run(capsys, folder, "--vkey", VKEY, "--log", log)
    assert status == 0
    assert "3 publications are in the log on the same day" in said


def test_a_publication_that_the_log_does_not_know_is_named(folder, capsys, tmp_path):
    invented = exports.published(10, date(2026, 9, 1), date(2026, 9, 2))
    entries = exports.entries_of(FACTS)
    files = exports.files_of([*FACTS, invented])
    files = {name: files[name] for name in manifest.FILES}
    exports.on_disk(folder, exports.sealed(files, entries))
    log = exports.log_folder(tmp_path / "log", entries)
    status, said = run(capsys, folder, "--vkey", VKEY, "--log", log)
    assert status == 1
    assert f"{invented.item} is not in the log" in said


def test_an_earlier_day_than_in_the_log_is_told(folder, capsys, tmp_path):
    entries = exports.entries_of(FACTS)
    earlier = [exports.published(1, date(2026, 9, 1), date(2026, 9, 30)), *FACTS[1:]]
    files = exports.files_of(earlier)
    files = {name: files[name] for name in manifest.FILES}
    exports.on_disk(folder, exports.sealed(files, entries))
    log = exports.log_folder(tmp_path / "log", entries)
    status, said = run(capsys, folder, "--vkey", VKEY, "--log", log)
    assert status == 0
    assert "1 are dated before the log knows them" in said


def test_a_log_that_does_not_continue_is_told(folder, capsys, tmp_path):
    for name, entries in (("short", FACTS[:1]), ("other", [*FACTS[:2], FACTS[0]])):
        log = exports.log_folder(tmp_path / name, exports.entries_of(entries))
        status, said = run(capsys, folder, "--vkey", VKEY, "--log", log)
        assert status == 1
        assert "The log is another one" in said


def test_a_name_cannot_steer_the_terminal(folder, capsys):
    files = exports.files_of()
    files = {name: files[name] for name in manifest.FILES}
    units = [("gk-a", "\x1b[2J松泉", "county", "229001", ""), exports.UNITS[1]]
    files[manifest.UNITS] = facts.table(facts.UNIT_COLUMNS, units)
    exports.on_disk(folder, exports.sealed(files, exports.entries_of(FACTS)))
    assert "\x1b" not in run(capsys, folder)[1]


@pytest.mark.parametrize("given", [["nowhere"], ["--vkey", "x", "nowhere"]])
def test_what_cannot_be_read_is_bad_usage(capsys, given, tmp_path):
    status, said = run(capsys, *[str(tmp_path / one) if one == "nowhere" else one for one in given])
    assert status == 2
    assert "Bad usage" in said


def test_a_missing_file_is_named(folder, capsys):
    (folder / manifest.FIGURES).unlink()
    status, said = run(capsys, folder)
    assert status == 2
    assert "figures.csv" in said


def test_the_same_facts_give_the_same_bytes():
    once, again = exports.files_of(), exports.files_of(list(reversed(FACTS)))
    assert once == again
    assert package.packed(once, AS_OF) == package.packed(again, AS_OF)
    assert package.unpacked(package.packed(once, AS_OF)) == once
