"""Where persons stand in a text, to tell whether an illness or an income is somebody's."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from .document import Document
from .findings import Hit

IDENTITY = frozenset(
    "RESIDENT_ID RESIDENT_ID_15 DISABILITY_CERT HMT_RESIDENCE PERSONAL_PHONE RECIPIENT_NAME MINOR_NAME"
    " VICTIM COMPLAINANT".split()
)
# Words that mean one certain person even without a name.
CERTAIN = re.compile(
    r"[你您贵](?:家|户|本人)|您(?!好|们|的权)|本人|其[子女父母妻夫丈]|该[户生]|该患者|死者|逝者|老伴"
)
# Words that mean one person in a report and everybody in a rule.
ROLES = re.compile(
    r"户主|申请人|患者|当事人|老人|(?:父亲|母亲|丈夫|妻子|儿子|女儿|爱人|孙子|孙女|爷爷|奶奶)(?!节|们|的权)"
)
RULE = re.compile(
    r"的[，,；;、]|应当|可以|可按|可申请|给予|标准|规定|优先|不得|符合|纳入|按照|依法|任何|等(?:重|大|疾)"
    r"|条件|范围|对象|以上|以下|服务|救治|政策|办理|提供|同样"
)
REACH = 120


@dataclass(frozen=True, slots=True)
class Persons:
    """Start offsets of citizens' names and numbers, ascending."""

    places: tuple[int, ...]

    @classmethod
    def of(cls, hits: list[Hit]) -> "Persons":
        return cls(
            tuple(sorted(hit.start for hit in hits if hit.cls in IDENTITY and hit.action != "keep"))
        )

    def tied(self, doc: Document, start: int, end: int, *, line: bool = False) -> bool:
        """Whether the sentence (with `line`: the line up to here) speaks of a single person."""
        first, last = doc.sentence(start, end)
        if line:
            first = start - len(doc.before(start, REACH))
        first, last = max(first, start - REACH), min(last, end + 40)
        place = bisect_left(self.places, first)
        if place < len(self.places) and self.places[place] < last:
            return True
        before = doc.text[first:start]
        if CERTAIN.search(before):
            return True
        return ROLES.search(before) is not None and not RULE.search(doc.text[first:last])
