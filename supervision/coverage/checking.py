"""What an outsider does with an export: check it, and compute the figures again (pure)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ledger.note import BadNote, Verifier

from . import facts, figures_file, manifest
from .facts import BadFacts, Fact
from .figures_file import Place
from .manifest import BadManifest, Manifest
from .measure import Figures

Told = tuple[str, str]  # the same sentence in Chinese and in English
MOST_NAMED = 20


@dataclass
class Result:
    """`problems` in words; `figures` as computed here, empty where the facts could not be read."""

    manifest: Manifest | None = None
    facts: list[Fact] = field(default_factory=list)
    figures: dict[tuple[str, str], Figures] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    problems: list[Told] = field(default_factory=list)
    is_signed: bool = False

    def add(self, in_chinese: str, in_english: str) -> None:
        self.problems.append((in_chinese, in_english))


def check(files: Mapping[str, bytes], verifiers: Iterable[Verifier]) -> Result:
    """Digests, signature (where keys are given) and figures; every deviation is named."""
    result, keys = Result(), list(verifiers)
    _read_manifest(files, keys, result)
    if result.manifest is None:
        return result
    _compare_files(files, result.manifest, result)
    _compute(files, result.manifest, result)
    return result


def _read_manifest(files: Mapping[str, bytes], keys: list[Verifier], result: Result) -> None:
    raw = files[manifest.MANIFEST]
    try:
        result.manifest = manifest.read(raw)
    except BadManifest as error:
        result.add("清单不合格式，不能再往下核对", f"The manifest is malformed: {error}")
        return
    if not keys:
        return
    try:
        manifest.check(files[manifest.NOTE].decode("utf-8"), raw, keys)
        result.is_signed = True
    except (BadNote, UnicodeDecodeError) as error:
        why = "not text" if isinstance(error, UnicodeDecodeError) else str(error)
        result.add("清单没有这把公钥的有效签名", f"The manifest is not signed by this key: {why}")


def _compare_files(files: Mapping[str, bytes], wanted: Manifest, result: Result) -> None:
    found = manifest.digests({name: files[name] for name in manifest.FILES})
    for name in manifest.FILES:
        if found[name] != wanted.files[name]:
            result.add(
                f"{name} 和清单里的指纹不符，被改过或没有下载完整",
                f"{name} is not the file of the manifest: it was changed or cut",
            )


def _compute(files: Mapping[str, bytes], wanted: Manifest, result: Result) -> None:
    try:
        units = facts.read_table(files[manifest.UNITS], facts.UNIT_COLUMNS)
        places = {}
        for _line, (unit, name, level, region, _region_name) in units:
            places[unit] = Place(level, region)
            result.names[unit] = name
        result.facts = list(facts.read(files[manifest.DUTIES]))
        result.figures = figures_file.of_facts(result.facts, places, wanted.as_of)
        computed = figures_file.written(result.figures)
        others = figures_file.differences(files[manifest.FIGURES], computed)
    except BadFacts as error:
        result.add(f"文件里第 {error.line} 行不合格式", f"A file is malformed: {error}")
        return
    for scope, key in others[:MOST_NAMED]:
        where = f"{scope} {key}".strip()
        result.add(
            f"公布的数字和重新算出的不一致：{where}",
            f"The published figures differ from the computed ones: {where}",
        )
    if len(others) > MOST_NAMED:
        more = len(others) - MOST_NAMED
        result.add(f"还有 {more} 处不一致", f"{more} more differ")
