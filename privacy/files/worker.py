"""The child: `python -m privacy.files.worker`, one request on standard input, answers as frames.

A frame is one line of JSON, the last one followed by as many raw bytes as it says. Messages of
errors that were not written for readers never leave the child: they can quote the file.
"""

import importlib
import json
import os
import sys
from typing import IO, Any

from .confine import confine
from .limits import Limits
from .model import Refused, Unreadable

BROKEN = "文件已损坏或格式异常，无法读取。请在原软件中打开后另存，再重新上传。"
TOO_LARGE = "处理该文件需要的内存超出上限。请拆分文件或降低图片尺寸后重新上传。"
PAGE_KINDS = frozenset({"pdf", "scan", "image"})


def main() -> int:
    frames = os.fdopen(os.dup(1), "wb", buffering=0)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)  # libraries may print what they read
    os.dup2(quiet, 2)
    request = json.loads(sys.stdin.buffer.readline())
    held = confine(Limits(**request["limits"]), request["folder"])
    _send(frames, {"held": held})
    data = sys.stdin.buffer.read(request["size"])
    try:
        answer, content = _answer(request, data, frames)
    except Unreadable as error:
        answer, content = {"unreadable": str(error)}, b""
    except Refused as error:
        answer, content = {"refused": str(error)}, b""
    except MemoryError:
        answer, content = {"unreadable": TOO_LARGE}, b""
    except Exception as error:  # noqa: BLE001 whatever a library throws at broken input
        answer, content = {"unreadable": _sentence(error), "error": type(error).__name__}, b""
    _send(frames, {**answer, "size": len(content)})
    frames.write(content)
    return 0


def _sentence(error: Exception) -> str:
    """Native libraries report a failed allocation in words of their own."""
    words = str(error).lower()
    return TOO_LARGE if "alloc" in words or "memory" in words else BROKEN


def _answer(
    request: dict[str, Any], data: bytes, frames: IO[bytes]
) -> tuple[dict[str, Any], bytes]:
    from privacy import lexicon

    from . import wire
    from .sniff import kind_of

    def progress(done: int, total: int) -> None:
        _send(frames, {"done": done, "total": total})

    task, name = request["task"], request["name"]
    if "words" in request:
        lexicon.use_told(request["words"])
    kind = kind_of(data, name)
    module = _module(kind)
    if task == "read":
        reading = module.read(
            data,
            name=name,
            domain=request["domain"],
            allow=tuple(request["allow"]),
            progress=progress,
        )
        return {"reading": wire.reading_out(reading)}, b""
    if task == "rebuild":
        rebuilt = module.rebuild(
            data,
            name=name,
            reading=wire.reading_in(request["reading"]),
            wanted=wire.wanted_in(request["wanted"]),
            progress=progress,
        )
        return {"rebuilt": wire.rebuilt_out(rebuilt)}, rebuilt.data
    if kind not in PAGE_KINDS:
        raise Refused("这类文件没有页面图像，请查看文字内容。")
    return {}, module.page_picture(data, name=name, page=request["page"], dpi=request["dpi"])


def _module(kind: str) -> Any:
    name = "pages" if kind in PAGE_KINDS else "documents"
    return importlib.import_module(f"privacy.files.{name}")


def _send(frames: IO[bytes], value: dict[str, Any]) -> None:
    frames.write(json.dumps(value, ensure_ascii=False).encode() + b"\n")


if __name__ == "__main__":
    sys.exit(main())
