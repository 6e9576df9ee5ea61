"""A small engine in place of the sandbox: a text file of lines, or a `PAGES` file of pages.

It obeys the same agreement as the real one (privacy/files/model.py), in memory and at once.
"""

import io

from PIL import Image

from privacy import masks
from privacy.detect import detect
from privacy.files.model import FileFinding, Part, Reading, Rebuilt, Refused, Unreadable

WIDTH, HEIGHT = 1240, 1754
PAGED = b"PAGES\n"
GONE = "［已隐去］"


def _lines(data: bytes) -> list[str]:
    return data.removeprefix(PAGED).decode().splitlines()


def _part(n: int, text: str, is_paged: bool) -> Part:
    if not is_paged:
        return Part(f"b{n}", text)
    step = 0.8 / max(len(text), 40)
    places = tuple((0.1 + i * step, 0.1, 0.1 + (i + 1) * step, 0.13) for i in range(len(text)))
    return Part(f"p{n}", text, f"第 {n} 页", WIDTH, HEIGHT, places)


def _finding(part: Part, found) -> FileFinding:
    places = part.places[found.start : found.end]
    box = ((places[0][0], 0.1, places[-1][2], 0.13),) if places else ()
    ref = f"{part.ref}:{found.start}-{found.end}"
    return FileFinding(
        ref, part.ref, found.start, found.end, found.cls, found.action, 0.9, found.reason, box
    )


class Engine:
    """Stands in for `privacy.files.sandbox`; `rebuilt` keeps what was asked for."""

    def __init__(self):
        self.rebuilt = []
        self.reads = 0
        self.broken = None

    def read(self, data, *, name, domain=None, allow=(), progress=None, **more):
        self.reads += 1
        if self.broken:
            raise self.broken
        if data.startswith(b"PK"):
            raise Refused("压缩包不能公开。请把里面的文件分别上传。")
        if data.startswith(b"?"):
            raise Unreadable("这一页看不清。请换清晰的扫描件。")
        is_paged = data.startswith(PAGED)
        parts = tuple(_part(n, t, is_paged) for n, t in enumerate(_lines(data), start=1))
        findings = tuple(
            _finding(part, found)
            for part in parts
            for found in detect(part.text, domain=domain, allow=list(allow))
        )
        if progress:
            progress(len(parts), len(parts))
        return Reading("pdf" if is_paged else "text", parts, findings, ("批注",))

    def rebuild(self, data, *, name, reading, wanted, progress=None, **more):
        self.rebuilt.append(wanted)
        lines = []
        for part in reading.parts:
            text = part.text
            found = [f for f in reading.findings if f.part == part.ref]
            for f in sorted(found, key=lambda f: -f.start):
                text = text[: f.start] + _instead(f, text, wanted) + text[f.end :]
            for term in wanted.terms:
                text = text.replace(term, GONE)
            lines.append("" if part.ref in wanted.drawn else text)
        html = "".join(f"<p>{line}</p>" for line in lines)
        text = "\n".join(lines)
        head = PAGED if data.startswith(PAGED) else b""
        if progress:
            progress(len(lines), len(lines))
        return Rebuilt(head + text.encode(), ".txt", "text/plain", html, text, len(lines))

    def page_picture(self, data, *, name, page, dpi=100, **more):
        picture = Image.new("RGB", (WIDTH // 2, HEIGHT // 2), "white")
        picture.paste("red", (60, 80, 500, 120))
        buffer = io.BytesIO()
        picture.save(buffer, "PNG")
        return buffer.getvalue()


def _instead(finding, text, wanted) -> str:
    value = text[finding.start : finding.end]
    decision = wanted.decisions.get(finding.ref)
    if decision is None or decision.action == "remove":
        return GONE
    if decision.action == "mask":
        return masks.mask(finding.cls, value)
    return decision.text if decision.action == "generalise" else value


def install(monkeypatch) -> Engine:
    """Put a fresh engine in the sandbox's place."""
    from privacy.files import sandbox

    engine = Engine()
    for name in ("read", "rebuild", "page_picture"):
        monkeypatch.setattr(sandbox, name, getattr(engine, name))
    return engine
