"""How a question was understood, to be told to the citizen: nothing is changed behind the back."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from search.language.analysis import Asked, phrases_in
from search.language.folding import fold, simplified
from search.language.lexicon import in_force
from search.language.notation import key_of

_LETTERS = re.compile("[a-z]{4,}")
MOST = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """`kind`: repaired | phrase | pinyin | sound | script | document | date | synonym. What was
    typed, and what it was taken for (`date`: an ISO month or day)."""

    kind: str
    typed: str
    meant: str = ""


def readings(text: str, asked: Asked) -> list[Reading]:
    """What was done with the words of a question beyond looking for them as they stand."""
    return [
        *(Reading("repaired", typed, meant) for typed, meant in asked.repaired),
        *(Reading("phrase", phrase) for phrase in phrases_in(asked.text)[0]),
        *_spelled(asked),
        *_other_script(text),
        *_documents(text, asked),
        *_dates(asked),
        *(Reading("synonym", typed, meant) for typed, meant in asked.spelled_out[:MOST]),
    ]


def _spelled(asked: Asked) -> Iterable[Reading]:
    """Letters that were read as pinyin."""
    kinds = {unit.text: unit.kind for unit in asked.units}
    for letters in dict.fromkeys(_LETTERS.findall(asked.text)):
        if kinds.get(letters) == "sound":
            yield Reading("sound", letters)
        elif letters not in kinds and (known := in_force().spelled(letters)) in kinds:
            yield Reading("pinyin", letters, known)


def _other_script(text: str) -> Iterable[Reading]:
    """A question in traditional characters."""
    table = simplified()
    if any(sign in table and fold(sign) != sign for sign in text):
        yield Reading("script", text, fold(text))


def _documents(text: str, asked: Asked) -> Iterable[Reading]:
    """A document number that was not typed as it is written officially."""
    for key in asked.document_keys:
        word, year, serial = key.split("|")
        official = f"{word}〔{year}〕{serial}号" if year else f"{word}第{serial}号"
        if official not in text and key_of(official) == key:
            yield Reading("document", "", official)


def _dates(asked: Asked) -> Iterable[Reading]:
    for unit in asked.units:
        if unit.kind == "date":
            digits = unit.text[1:]
            day = f"{digits[:4]}-{digits[4:6]}" + (f"-{digits[6:8]}" if digits[6:] else "")
            if len(day) == 7 or _is_day(day):
                yield Reading("date", "", day)


def _is_day(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True
