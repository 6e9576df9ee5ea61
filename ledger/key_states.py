"""Which keys signed the log from when to when: `/ledger/keys.json`, for everybody (spec §9).

The publisher keeps the list: a key is on it from the first checkpoint it signs, and gets its end
with the first one it does not sign any more.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta

from .entry import TIME_FORMAT
from .log_files import KEYS, VKEYS, LogFolder
from .note import BadNote, Verifier

# Sign with old and new key for at least so long, so that everybody learns of the new one.
OVERLAP = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class KeyState:
    """`state` is signing, retired or compromised; times in UTC, `until` '' while it signs."""

    vkey: str
    state: str
    since: str
    until: str = ""

    @property
    def key_id(self) -> str:
        return self.vkey.split("+")[1]

    def age(self, now: datetime) -> timedelta:
        """How long it has been signing."""
        began = datetime.strptime(self.since, TIME_FORMAT).replace(tzinfo=now.tzinfo)
        return now - began


def known(folder: LogFolder) -> list[KeyState]:
    """All keys that ever signed this log, the oldest first."""
    text = folder.text(KEYS)
    if text is None:
        return []
    return [KeyState(**row) for row in json.loads(text)]


def trusted(folder: LogFolder) -> list[Verifier]:
    """Keys whose signature under a receipt counts: those that sign and those retired in order."""
    try:
        states = known(folder)
    except (ValueError, TypeError):
        states = []  # a damaged list: the keys that sign now still stand in vkeys.txt
    vkeys = [state.vkey for state in states if state.state != "compromised"]
    listed = (folder.text(VKEYS) or "").split()
    found = []
    for vkey in dict.fromkeys([*listed, *vkeys]):
        try:
            found.append(Verifier.from_vkey(vkey))
        except BadNote:
            continue  # a damaged line must not keep the good ones from serving
    return found


def after(states: list[KeyState], signing: Iterable[str], now: datetime) -> list[KeyState]:
    """The list once exactly the vkeys `signing` sign."""
    time, wanted = now.strftime(TIME_FORMAT), list(signing)
    found = []
    for state in states:
        if state.vkey in wanted and state.state == "signing":
            found.append(state)
        elif state.state == "signing":
            found.append(replace(state, state="retired", until=time))
        else:
            found.append(state)
    listed = {state.vkey for state in found if state.state == "signing"}
    found += [KeyState(vkey, "signing", time) for vkey in wanted if vkey not in listed]
    return found


def mark_compromised(folder: LogFolder, vkey: str) -> None:
    """Nothing that this key signed alone counts any more; the publisher writes its end."""
    states = [
        replace(state, state="compromised", until=state.until or _now())
        if state.vkey == vkey
        else state
        for state in known(folder)
    ]
    publish(folder, states)


def _now() -> str:
    return datetime.now(UTC).strftime(TIME_FORMAT)


def publish(folder: LogFolder, states: list[KeyState]) -> None:
    """Write both lists: vkeys.txt names only the keys that sign now."""
    rows = [asdict(state) for state in states]
    folder.put_text(KEYS, json.dumps(rows, indent=1) + "\n")
    signing = [state.vkey for state in states if state.state == "signing"]
    folder.put_text(VKEYS, "".join(f"{vkey}\n" for vkey in signing))
