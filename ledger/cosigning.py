"""Witnesses' signatures under our checkpoints (C2SP tlog-cosignature; spec §5, §9).

A witness signs what only grew since it last looked. Its line is added to the served checkpoint, or,
when the log has gone on meanwhile, to the checkpoint of that time in the file `cosigned`.
"""

from dataclasses import dataclass

from .checkpoint import Checkpoint
from .note import COSIGNATURE, BadNote, Verifier, signature, split

# A witness's bare line does not say which checkpoint it signs: so many sizes back are tried.
SIZES_TRIED = 2000


class NoWitness(Exception):
    """None of the lines is of a witness that is known here."""


@dataclass(frozen=True, slots=True)
class Cosigned:
    """A checkpoint of ours and the witnesses' lines under it, each with its line feed."""

    checkpoint: Checkpoint
    lines: tuple[str, ...]


def witnesses(vkeys: list[str]) -> list[Verifier]:
    """The known witnesses; BadNote when one of them is no witness's key."""
    found = [Verifier.from_vkey(vkey) for vkey in vkeys]
    if any(verifier.kind != COSIGNATURE for verifier in found):
        raise BadNote("not a witness's key (type 04)")
    return found


def lines_on(note: str | None, checkpoint: Checkpoint) -> str:
    """Foreign signature lines that a note of the same checkpoint bears already."""
    if note is None:
        return ""
    body, lines = split(note)
    if body != checkpoint.body:
        return ""
    return "".join(f"{line}\n" for line in lines if signature(line)[0] != checkpoint.origin)


def accepted(text: str, known: list[Verifier], checkpoints: list[Checkpoint]) -> Cosigned:
    """What known witnesses signed of our `checkpoints`, the newest first.

    `text` is a whole note or bare signature lines. Unknown signers are ignored; NoWitness when
    nobody is known. BadNote when a known one signed none of them: false, or another log.
    """
    body, lines = split(text) if "\n\n" in text else ("", text.strip().split("\n"))
    by_id = {(verifier.name, verifier.key_id): verifier for verifier in known}
    signed = []
    for line in lines:
        name, raw = signature(line)
        if (name, raw[:4]) in by_id:
            signed.append((by_id[name, raw[:4]], raw[4:], line))
    if not signed:
        raise NoWitness
    for candidate in checkpoints:
        if body and candidate.body != body:
            continue
        if all(verifier.accepts(raw, candidate.body) for verifier, raw, _line in signed):
            return Cosigned(candidate, tuple(f"{line}\n" for _v, _raw, line in signed))
    raise BadNote("a known witness's signature fits no checkpoint of this log")


def merged(note: str, lines: tuple[str, ...]) -> str:
    """The note with these lines; a witness that signed before is heard with its newer line."""
    body, standing = split(note)
    new = {_signer(line.rstrip("\n")) for line in lines}
    kept = [line for line in standing if _signer(line) not in new]
    return f"{body}\n" + "".join(f"{line}\n" for line in kept) + "".join(lines)


def _signer(line: str) -> tuple[str, bytes]:
    name, raw = signature(line)
    return name, raw[:4]
