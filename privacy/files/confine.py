"""What a child process takes from itself before it opens a stranger's file.

Four layers that do not rely on each other: limits of the system, a network namespace without any
device, a filter of system calls (no sockets, no programs), and Python's audit hook. The last always
holds; the first three are Linux. What held is reported, so that an operator can look it up.
"""

import contextlib
import ctypes
import os
import platform
import resource
import signal
import struct
import sys
from typing import Any

from .limits import Limits

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 22, 38
SECCOMP_MODE_FILTER = 2
# socket, connect, bind, sendto, execve, execveat, ptrace, fork, vfork, io_uring_setup
REFUSED_CALLS = {
    "x86_64": (0xC000003E, (41, 42, 49, 44, 59, 322, 101, 57, 58, 425)),
    "aarch64": (0xC00000B7, (198, 203, 200, 206, 221, 281, 117, 425)),
}
LOAD, JUMP_EQUAL, JUMP_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | 1  # EPERM
X32_CALLS = 0x40000000
REFUSED_EVENTS = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "os.kill",
    "pty.",
    "ftplib.",
    "smtplib.",
    "urllib.",
    "http.client",
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Forbidden(RuntimeError):
    """Something in the child tried to reach what lies outside."""


def confine(limits: Limits, folder: str) -> list[str]:
    """Give up what is not needed; answers with the names of the layers that hold."""
    held = []
    _limit(limits)
    held.append("limits")
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # no orphan reads on
        if libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0:
            held.append("namespace")
        if _filter_calls(libc):
            held.append("seccomp")
    _watch(os.path.realpath(folder))
    return [*held, "audit"]


def _limit(limits: Limits) -> None:
    wanted = {
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_FSIZE: limits.written,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_CORE: 0,  # a core dump would hold the file
    }
    for kind, value in wanted.items():
        _, hard = resource.getrlimit(kind)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        with contextlib.suppress(OSError, ValueError):  # a system that does not know the limit
            resource.setrlimit(kind, (value, value))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def _filter_calls(libc: ctypes.CDLL) -> bool:
    """Refuse system calls for sockets and programs; threads stay possible."""
    known = REFUSED_CALLS.get(platform.machine())
    if not known:
        return False
    architecture, calls = known
    rules = [(LOAD, 0, 0, 4), (JUMP_EQUAL, 1, 0, architecture), (RETURN, 0, 0, KILL)]
    rules += [(LOAD, 0, 0, 0), (JUMP_AT_LEAST, len(calls) + 1, 0, X32_CALLS)]
    rules += [(JUMP_EQUAL, len(calls) - place, 0, call) for place, call in enumerate(calls)]
    rules += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, REFUSE)]
    code = b"".join(struct.pack("HBBI", *rule) for rule in rules)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(rules), ctypes.addressof(buffer))
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def _watch(folder: str) -> None:
    """Refuse what Python itself can be asked for, also where the system has no such layers."""

    def refuse(event: str, details: tuple[Any, ...]) -> None:
        if event.startswith(REFUSED_EVENTS):
            raise Forbidden(event)
        if event == "open":
            path, mode, flags = details
            writes = (isinstance(mode, str) and set(mode) & set("wax+")) or flags & WRITING
            if writes and isinstance(path, (str, bytes)) and not _inside(path, folder):
                raise Forbidden("open for writing")

    sys.addaudithook(refuse)


def _inside(path: str | bytes, folder: str) -> bool:
    real = os.path.realpath(os.fsdecode(path))
    return real == os.devnull or real.startswith(folder + os.sep)
