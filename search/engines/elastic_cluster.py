"""How the cluster and our index stand: what is well, what is not, and what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch

from .elastic import ElasticEngine
from .elastic_connection import Refused, is_too_old, speaking
from .elastic_mapping import layout, settings_of
from .elastic_rebuild import delete, is_running, leftovers

# Elasticsearch's own marks unless a cluster sets others: no new shards, shards moved, read-only.
FULL, FLOODED = 85, 95
BLOCKS = ("write", "read_only", "read_only_allow_delete", "read", "metadata")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `advice` is empty where there is nothing to do."""

    kind: str
    text: str
    advice: str = ""

    @property
    def is_problem(self) -> bool:
        return bool(self.advice)


def look(engine: ElasticEngine) -> Iterator[Finding]:
    """Everything looked at, in the order of an operator's questions. EngineUnavailable if the
    server does not answer at all."""
    with speaking():
        version = str(engine.client.info()["version"]["number"])
    old = "需要 Elasticsearch 9：按 docs/elasticsearch.md 滚动升级" if is_too_old(version) else ""
    yield Finding("version", f"Elasticsearch {version}", old)
    yield from _health(engine.client)
    yield from _disks(engine.client)
    yield from _indexes(engine)
    yield from _builds(engine)


def _health(client: Elasticsearch) -> Iterator[Finding]:
    try:
        with speaking():
            health = client.cluster.health()
    except Refused:
        yield Finding(
            "health", "看不到集群状态", "给密钥加上集群权限 monitor（docs/elasticsearch.md）"
        )
        return
    status, lost = health["status"], health["unassigned_shards"]
    text = f"集群 {status}，{health['number_of_nodes']} 个节点，{lost} 个分片未分配"
    advice = {
        "red": "有主分片缺失：先恢复节点；恢复不了就运行 rebuild_search",
        "yellow": "副本没有去处：加节点，或把 ELASTICSEARCH_REPLICAS 设为 0-1",
    }.get(status, "")
    yield Finding("health", text, advice)


def _disks(client: Elasticsearch) -> Iterator[Finding]:
    try:
        with speaking():
            rows = client.cat.allocation(format="json", bytes="gb")
    except Refused:
        return  # said with the state of the cluster
    for row in rows:
        if not isinstance(row, dict) or not str(row.get("disk.percent") or "").isdigit():
            continue  # the line of shards without a node
        used = int(row["disk.percent"])
        advice = ""
        if used >= FLOODED:
            advice = "磁盘将满，索引会变为只读：立即腾出空间或加盘"
        elif used >= FULL:
            advice = "磁盘偏满，不再分配新分片：腾出空间或加节点（重建期间要放得下两份索引）"
        text = f"节点 {row['node']} 磁盘已用 {used}%，剩 {row['disk.avail']} GB"
        yield Finding("disk", text, advice)


def _indexes(engine: ElasticEngine) -> Iterator[Finding]:
    names = engine.behind(engine.alias).get(engine.alias, [])
    if not names:
        yield Finding("index", f"还没有索引 {engine.alias}", "运行 manage.py rebuild_search")
        return
    with speaking():
        rows = engine.client.indices.get(index=names, flat_settings=True)
        stats = engine.client.indices.stats(index=names, metric=["docs", "store"])["indices"]
    for name, row in rows.items():
        held = stats[name]["primaries"]
        size = held["store"]["size_in_bytes"] / 2**20
        yield Finding("index", f"{name}：{held['docs']['count']:,} 条，{size:,.0f} MB")
        if blocks := [b for b in BLOCKS if row["settings"].get(f"index.blocks.{b}") == "true"]:
            yield Finding("blocked", f"{name} 被设为只读（{'、'.join(blocks)}）", _unblock(blocks))
        if (row["mappings"].get("_meta") or {}).get("layout") != layout():
            text = f"{name} 的结构与本版程序不同"
            yield Finding("layout", text, "运行 manage.py rebuild_search")
        for setting, is_now, wanted in differing(row["settings"]):
            can = setting in DYNAMIC
            advice = (
                "运行 manage.py search_cluster --apply" if can else "运行 manage.py rebuild_search"
            )
            yield Finding("setting", f"{setting} 现为 {is_now}，应为 {wanted}", advice)


def _unblock(blocks: list[str]) -> str:
    if "read_only_allow_delete" in blocks:
        return "磁盘曾满：腾出空间后会自动解除；发布和撤下会自动补上"
    return "有人设了只读：确认原因后用 _settings 把 index.blocks 设为 null"


def wanted_settings() -> dict[str, Any]:
    """What the environment asks for."""
    from django.conf import settings

    return settings_of(
        settings.ELASTICSEARCH_SHARDS,
        settings.ELASTICSEARCH_REPLICAS,
        settings.ELASTICSEARCH_REFRESH,
    )


DYNAMIC = (
    "auto_expand_replicas",
    "number_of_replicas",
    "refresh_interval",
    "gc_deletes",
    "merge.policy.expunge_deletes_allowed",
)
STATIC = ("number_of_shards",)
DEFAULTS = {"auto_expand_replicas": "false"}


def differing(held: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(setting, as it is, as it should be); the number of replicas of a range is the cluster's."""
    wanted = wanted_settings()
    rows = []
    for name in (*STATIC, *DYNAMIC):
        if name not in wanted:
            continue
        is_now = str(held.get(f"index.{name}", DEFAULTS.get(name, "")))
        should = str(wanted[name]).lower() if isinstance(wanted[name], bool) else str(wanted[name])
        if is_now != should:
            rows.append((name, is_now or "默认", should))
    return rows


def _builds(engine: ElasticEngine) -> Iterator[Finding]:
    for name, meta in leftovers(engine).items():
        build = meta.get("build") or {}
        if is_running(build):
            yield Finding("build", f"正在重建 {name}，已到第 {build.get('reached', 0)} 次变更")
        else:
            text = f"{name} 是没有完成的重建，已到第 {build.get('reached', 0)} 次变更"
            yield Finding(
                "leftover", text, "运行 rebuild_search 接着做，或 search_cluster --apply 删去"
            )


def apply(engine: ElasticEngine) -> list[str]:
    """Set what can be set at once and delete unfinished builds; says what was done."""
    done = []
    names = engine.behind(engine.alias).get(engine.alias, [])
    with speaking():
        rows = engine.client.indices.get_settings(index=names, flat_settings=True) if names else {}
    for name, row in rows.items():
        changes = {
            setting: wanted
            for setting, _now, wanted in differing(row["settings"])
            if setting in DYNAMIC
        }
        if changes:
            with speaking():
                engine.client.indices.put_settings(index=name, settings=changes)
            done += [f"{name}：{setting} 设为 {value}" for setting, value in changes.items()]
    for name, meta in leftovers(engine).items():
        if not is_running(meta.get("build") or {}):
            delete(engine, name)
            done.append(f"已删去没有完成的重建 {name}")
    return done
