"""The child that opens strangers' files: confined, bounded, and gone afterwards."""

import glob
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from privacy.files import confine, sandbox
from privacy.files.limits import DEFAULT, MIB, Limits
from privacy.files.model import Refused, Unreadable

from . import papers

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def note() -> bytes:
    return papers.pdf(papers.lines("临时救助公示", top=150), size=(300, 200))


def confined(code: str, **environment: str) -> subprocess.CompletedProcess:
    """Python code in a process that has given up what our child gives up."""
    with tempfile.TemporaryDirectory() as folder:
        head = (
            "import sys\n"
            "from privacy.files.confine import confine\n"
            "from privacy.files.limits import Limits\n"
            f"held = confine(Limits(written=1000000), {folder!r})\n"
        )
        return subprocess.run(
            [sys.executable, "-c", head + code],
            cwd=PROJECT,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            timeout=60,
        )


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9), 1)",
        "import socket; socket.socket(socket.AF_UNIX)",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
        "import os; os.execv('/bin/true', ['true'])",
        "open('/tmp/mj-escape', 'w')",
        "import os; os.open('/tmp/mj-escape', os.O_WRONLY | os.O_CREAT)",
    ],
)
def test_a_confined_process_reaches_neither_network_nor_programs_nor_foreign_files(attempt):
    child = confined(f"try:\n    {attempt}\nexcept BaseException:\n    print('refused')\n")
    assert child.stdout.strip() == "refused", child.stderr
    assert not Path("/tmp/mj-escape").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="the system's layers are Linux")
def test_native_code_that_python_does_not_see_gets_no_socket_either():
    child = confined(
        "import ctypes\n"
        "libc = ctypes.CDLL(None, use_errno=True)\n"
        "print('seccomp' in held or 'namespace' in held, libc.socket(2, 1, 0) < 0 or held)\n"
    )
    assert child.stdout.startswith("True True"), child.stdout + child.stderr


def test_all_python_level_walls_stand_on_this_machine():
    assert {"limits", "audit"} <= set(sandbox.layers())


def test_the_child_sees_no_secret_of_the_parent(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "a-secret")
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere")
    environment = sandbox._environment("/folder")
    assert not {"SECRET_KEY", "DATABASE_URL", "VAULT_KEYS"} & set(environment)
    assert "a-secret" not in environment.values()


def test_a_child_that_takes_too_long_is_ended_and_the_reader_is_told(note):
    with pytest.raises(Unreadable, match="时间超出上限"):
        sandbox.read(note, name="a.pdf", limits=Limits(silent_seconds=0.01))


def test_a_child_that_uses_up_its_processor_time_is_ended(note):
    with pytest.raises(Unreadable, match=r"超出上限|中断"):
        sandbox.read(note, name="a.pdf", limits=Limits(cpu_seconds=1))


def test_a_child_that_wants_too_much_memory_is_ended_and_the_reader_is_told(note):
    with pytest.raises(Unreadable) as caught:
        sandbox.read(note, name="a.pdf", limits=Limits(memory=150 * MIB))
    assert "公示" not in str(caught.value)


def test_nothing_is_left_of_a_child_after_success_failure_and_interruption(note):
    def interrupted(done, total):
        raise KeyboardInterrupt

    before = set(glob.glob(os.path.join(tempfile.gettempdir(), "mj-file-*")))
    sandbox.page_picture(note, name="a.pdf", page=1)
    with pytest.raises(Refused):
        sandbox.read(note[: len(note) // 2], name="a.pdf")
    with pytest.raises(KeyboardInterrupt):
        sandbox.read(note, name="a.pdf", progress=interrupted)
    with pytest.raises(Unreadable, match="取消"):
        sandbox.read(note, name="a.pdf", stop=lambda: True)
    assert set(glob.glob(os.path.join(tempfile.gettempdir(), "mj-file-*"))) <= before


def test_progress_is_told_page_by_page():
    told = []
    data = papers.pdf(papers.lines("一", top=80), papers.lines("二", top=80), size=(200, 100))
    reading = sandbox.read(data, name="a.pdf", progress=lambda *step: told.append(step))
    assert told == [(1, 2), (2, 2)]
    assert [part.ref for part in reading.parts] == ["p1", "p2"]


def test_errors_of_libraries_do_not_quote_the_file(monkeypatch):
    with pytest.raises(Unreadable) as caught:
        sandbox.read(b"%PDF-1.4\n" + "尚凤霞220721196602020006".encode(), name="a.pdf")
    assert "尚凤霞" not in str(caught.value)
    assert "2207" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "empty.pdf"),
        (b"PK\x03\x04 a package that calls itself", "list.pdf"),
        (b"%PDF-1.7\n%%EOF", "nothing.pdf"),
        (b"\x89PNG\r\n\x1a\n broken", "broken.png"),
        (b"\xff\xd8\xff\xe0 broken", "broken.jpg"),
    ],
)
def test_broken_and_mislabelled_files_are_refused_with_a_sentence(data, name):
    with pytest.raises(Refused) as caught:
        sandbox.read(data, name=name)
    assert str(caught.value).endswith("。")


def test_the_default_limits_are_what_the_guide_says():
    guide = (PROJECT / "docs" / "operator.md").read_text(encoding="utf-8")
    assert f"{DEFAULT.memory // MIB // 1024} GiB" in guide
    assert set(confine.REFUSED_CALLS) == {"x86_64", "aarch64"}
