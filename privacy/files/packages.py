"""Zip packages (DOCX, XLSX, OFD) opened with suspicion: checked whole before a byte is unpacked."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from . import xml_parts
from .model import Refused, Unreadable

MOST_MEMBERS = 5_000
LARGEST_UNPACKED = 300 * 1024 * 1024
LARGEST_MEMBER = 200 * 1024 * 1024
# Sheets of a million empty rows shrink to a hundredth; only a bomb shrinks to a thousandth.
LARGEST_RATIO = 400
RATIO_COUNTS_FROM = 8 * 1024 * 1024
LARGEST_PLAN = 2 * 1024 * 1024  # of relationships and content types, read at the upload already
CHUNK = 256 * 1024
BOMB = "文件展开后会变得极大（压缩炸弹），不能处理。请在 WPS 或 Office 里重新另存为一份。"
HOSTILE = "文件的压缩目录不正常（重复、重叠或越出目录的条目），可能是攻击。请重新另存为一份。"
LOCKED = "文件加了密码，不能审查。请去掉密码后再上传。"
UNPACKING = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)
DAMAGED = "文件不完整，打不开。请重新保存后再上传。"


@dataclass(frozen=True, slots=True)
class Rel:
    """One relationship of a part: `kind` is the last word of its type, `target` a member name."""

    kind: str
    target: str
    is_external: bool


class Package:
    """Members of a checked zip file. Reading one never gives more than its checked size."""

    def __init__(self, data: bytes):
        self._data = data
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._members = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise Unreadable(DAMAGED) from error
        _check(data, self._members, self._zip.start_dir)
        self.names = [member.filename for member in self._members]
        self._by_name = {member.filename.lower(): member for member in self._members}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._by_name

    def size(self, name: str) -> int:
        """Unpacked bytes of a member, as checked against the limits; 0 when there is none."""
        member = self._by_name.get(name.lower())
        return member.file_size if member else 0

    def chunks(self, name: str) -> Iterator[bytes]:
        """The member's bytes in pieces; Unreadable when it is missing, broken or lies about its size."""
        member = self._by_name.get(name.lower())
        if member is None:
            raise Unreadable(DAMAGED)
        given = 0
        try:
            with self._zip.open(member) as file:
                while piece := file.read(CHUNK):
                    given += len(piece)
                    if given > member.file_size:
                        raise Refused(HOSTILE)
                    yield piece
        except UNPACKING as error:
            raise Unreadable(DAMAGED) from error

    def read(self, name: str, *, largest: int = xml_parts.LARGEST_PART) -> bytes:
        if self.size(name) > largest:
            raise Unreadable(xml_parts.TOO_LARGE)
        return b"".join(self.chunks(name))

    def xml(self, name: str) -> Element | None:
        """The tree of a part, None when the package has no such part."""
        if not name or name not in self:
            return None
        largest = LARGEST_PLAN if name.endswith((".rels", "Types].xml")) else xml_parts.LARGEST_PART
        return xml_parts.parse(self.read(name, largest=largest))

    def rels(self, part: str) -> dict[str, Rel]:
        """Relationships of a part by id; "" for those of the package."""
        folder, file = posixpath.split(part)
        tree = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        found = {}
        for one in tree if tree is not None else ():
            is_external = one.get("TargetMode", "") == "External"
            target = one.get("Target", "")
            if not is_external:
                target = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
            found[one.get("Id", "")] = Rel(
                one.get("Type", "").rpartition("/")[2], target, is_external
            )
        return found

    def related(self, part: str, kind: str) -> str:
        """The member that a part names by this kind of relationship, "" when there is none."""
        for rel in self.rels(part).values():
            if rel.kind == kind and not rel.is_external and rel.target in self:
                return rel.target
        return ""


def _check(data: bytes, members: list[zipfile.ZipInfo], directory: int) -> None:
    if len(members) > MOST_MEMBERS:
        raise Refused(BOMB)
    seen = set()
    for member in members:
        if member.flag_bits & 0x41:
            raise Refused(LOCKED)
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused(HOSTILE)
        name = member.filename.lower()
        if name in seen or not _is_plain(member.orig_filename):
            raise Refused(HOSTILE)
        seen.add(name)
        _check_size(member)
    if sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise Refused(BOMB)
    _check_places(data, members, directory)


def _is_plain(name: str) -> bool:
    if not name or len(name) > 400 or name.startswith("/") or "\\" in name or ":" in name:
        return False
    return ".." not in name.split("/") and all(ord(sign) >= 32 for sign in name)


def _check_size(member: zipfile.ZipInfo) -> None:
    ratio = member.file_size / max(member.compress_size, 1)
    if member.file_size > LARGEST_MEMBER:
        raise Refused(BOMB)
    if member.file_size > RATIO_COUNTS_FROM and ratio > LARGEST_RATIO:
        raise Refused(BOMB)


def _check_places(data: bytes, members: list[zipfile.ZipInfo], directory: int) -> None:
    """Every member lies in its own place: none overlaps another or the directory."""
    free = 0
    for member in sorted(members, key=lambda one: one.header_offset):
        start = member.header_offset
        if start < free or data[start : start + 4] != b"PK\x03\x04":
            raise Refused(HOSTILE)
        name, extra = (
            int.from_bytes(data[start + at : start + at + 2], "little") for at in (26, 28)
        )
        free = start + 30 + name + extra + member.compress_size
        if free > directory:
            raise Refused(HOSTILE)
