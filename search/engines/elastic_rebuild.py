"""Building the index anew while the site goes on: interruptible, resumable, one switch.

The coming index carries in its mapping whose it is and how far it has come. A build that was
killed is taken up where it stopped; one of another layout or another database is deleted.
"""

import os
import re
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .base import EngineUnavailable
from .elastic_connection import BULK_SECONDS, speaking, whole
from .elastic_mapping import layout

if TYPE_CHECKING:
    from .elastic import ElasticEngine

NOTE_SECONDS = 10  # how far a build has come is written down so often
SILENT_SECONDS = 300  # a build elsewhere that said nothing for so long has been killed
MOST_FOLLOWING = 20

Follow = Callable[[str, int, Callable[[int], None]], int]


class AnotherBuild(EngineUnavailable):
    """A rebuild of the same index is running."""


@dataclass
class Build:
    """An index being built, and the change number it has reached."""

    name: str
    reached: int
    meta: dict[str, Any]
    noted: float = 0.0


def rebuild(
    engine: "ElasticEngine", follow: Follow, expected: Callable[[], int], source: str
) -> str:
    """Fill a new index and switch to it. Returns the name of the index.

    `follow(index, reached, note)` writes every change after `reached` and returns the last one;
    `note(n)` is told on the way how far it is. `expected()` is how many items there should be.
    From the moment the coming index has its alias, all writers write to both indexes; what was
    written before is caught by following once more. So both hold everything when they change
    places, and the last following has nothing to do unless a writer died in between.
    """
    build = _begin(engine, source)

    def note(reached: int) -> None:
        build.reached = reached
        if time.monotonic() - build.noted > NOTE_SECONDS:
            _write_down(engine, build)

    try:
        note(follow(build.name, build.reached, note))
        _write_down(engine, build)
        with speaking():
            engine.client.indices.put_alias(index=build.name, name=engine.coming)
        build.reached = follow(build.name, build.reached, note)
        _see_that_all_is_there(engine, build, follow, expected)
        _switch(engine, build.name)
    except (KeyboardInterrupt, SystemExit, EngineUnavailable):
        _release(engine, build)
        raise
    build.reached = follow(build.name, build.reached, lambda _reached: None)
    engine.refresh()
    return build.name


def _begin(engine: "ElasticEngine", source: str) -> Build:
    """Take up a build that was interrupted, or begin one; delete what others have left."""
    wanted = {"source": source, "layout": layout(), "shards": _shards()}
    found: Build | None = None
    for name, meta in sorted(leftovers(engine).items(), reverse=True):
        held = meta.get("build") or {}
        if is_running(held):
            raise AnotherBuild("another rebuild of this index is running")
        is_ours = {key: held.get(key) for key in wanted} == wanted and source
        if is_ours and found is None and _can_be_written(engine, name):
            found = Build(name, int(held.get("reached", 0)), meta)
        else:
            delete(engine, name)
    if found is None:
        meta = {"build": {**wanted, "reached": 0, **_owner()}}
        found = Build(engine.new_index(meta), 0, {"layout": layout(), **meta})
    found.meta["build"] = {**wanted, "reached": found.reached}
    _write_down(engine, found)
    return found


def _shards() -> int:
    from django.conf import settings

    return int(settings.ELASTICSEARCH_SHARDS)


def _owner() -> dict[str, Any]:
    return {"host": socket.gethostname(), "pid": os.getpid(), "seen": int(time.time())}


def is_running(held: dict[str, Any]) -> bool:
    """Whether somebody is at it: a living process here, or one elsewhere heard of lately."""
    if not held.get("pid"):
        return False
    if held.get("host") == socket.gethostname():
        return held["pid"] != os.getpid() and _lives(int(held["pid"]))
    return time.time() - float(held.get("seen", 0)) < SILENT_SECONDS


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _can_be_written(engine: "ElasticEngine", name: str) -> bool:
    with speaking():
        answer = engine.client.indices.get_settings(index=name, name="index.blocks.*")
    return not answer.get(name)  # an index without any of them is left out


def _write_down(engine: "ElasticEngine", build: Build) -> None:
    build.meta["build"].update(reached=build.reached, **_owner())
    build.noted = time.monotonic()
    with speaking():
        engine.client.indices.put_mapping(index=build.name, meta=build.meta)


def _release(engine: "ElasticEngine", build: Build) -> None:
    """Leave the build to the next one to come, who need not wait whether we are still at it."""
    build.meta["build"].update(reached=build.reached, pid=0)
    try:
        with speaking():
            engine.client.indices.put_mapping(index=build.name, meta=build.meta)
    except EngineUnavailable:
        return  # our process ends: that is seen as well


def leftovers(engine: "ElasticEngine") -> dict[str, dict[str, Any]]:
    """Indexes of builds that the alias does not name, with what they say of themselves."""
    ours = re.compile(re.escape(engine.alias) + r"-\d{14}-[0-9a-f]{6}")
    with speaking():
        found = engine.client.indices.get(
            index=f"{engine.alias}-*", features=["aliases", "mappings"], allow_no_indices=True
        )
    return {
        name: row["mappings"].get("_meta") or {}
        for name, row in found.items()
        if ours.fullmatch(name) and engine.alias not in row["aliases"]
    }


def delete(engine: "ElasticEngine", name: str) -> None:
    with speaking():
        engine.client.indices.delete(index=name, ignore_unavailable=True)


def _see_that_all_is_there(
    engine: "ElasticEngine", build: Build, follow: Follow, expected: Callable[[], int]
) -> None:
    """Compare counts while changes go on; an index that lacks items never becomes the one asked."""
    for attempt in range(MOST_FOLLOWING):
        build.reached = follow(build.name, build.reached, lambda _reached: None)
        wanted = expected()
        engine.refresh(build.name)
        patient = engine.client.options(request_timeout=BULK_SECONDS)
        with speaking():
            held = whole(patient.count(index=build.name))["count"]
        if held == wanted:
            return
        # Items come and go between the two counts; an item that is lost stays lost.
        time.sleep(min(0.2 * attempt, 1.0))
    build.reached = 0  # the next attempt writes everything again
    raise EngineUnavailable(f"the new index holds {held} items instead of {wanted}")


def _switch(engine: "ElasticEngine", fresh: str) -> None:
    """One call: no moment with two indexes behind the alias, none without."""
    old = [name for name in engine.behind(engine.alias).get(engine.alias, []) if name != fresh]
    actions: list[dict[str, Any]] = [
        {"add": {"index": fresh, "alias": engine.alias}},
        {"remove": {"index": fresh, "alias": engine.coming}},
        *({"remove_index": {"index": name}} for name in old),
    ]
    with speaking():
        engine.client.options(request_timeout=BULK_SECONDS).indices.update_aliases(actions=actions)
