"""Example answers of the description; invented, and checked against their schemas in the tests."""

HOST = "https://www.example.gov.cn"
NUMBER = "jl-mzt-2026-00001"
ITEM = {
    "number": NUMBER,
    "title": "关于调整最低生活保障标准的通知（示例）",
    "domain": "welfare",
    "domain_name": "社会救助和社会福利",
    "stage": "service",
    "url": f"{HOST}/i/{NUMBER}/",
    "api_url": f"{HOST}/api/v1/items/{NUMBER}/",
    "source_id": "",
    "type": "WelfarePolicyPage",
    "unit": {"code": "jl-mzt", "name": "吉林省民政厅"},
    "region": {"code": "220000", "name": "吉林省"},
    "catalogue": {"code": "W1-1", "name": "最低生活保障 · 政策文件"},
    "doc_no": "",
    "issuing_body": "吉林省民政厅",
    "issued_on": "2026-10-08",
    "effective_on": None,
    "validity": "有效",
    "topic": "民政、扶贫、救灾",
    "genre": "通知",
    "is_reprint": False,
    "is_example": True,
    "published_at": "2026-10-12T09:00:00+08:00",
    "updated_at": "2026-10-12T09:00:00+08:00",
}
VERSION = {
    "revision": 1,
    "type": "publish",
    "reason": "",
    "released_at": "2026-10-12T09:00:00+08:00",
    "check_code": "7Q2M8K4T9R3X6W5P",
    "ledger_index": 41,
}
PART = {"id": "b/1", "content": "自2026年11月1日起执行。"}
FILE = {
    "n": 1,
    "title": "标准对照表",
    "url": f"{HOST}/i/{NUMBER}/files/1/{NUMBER}-1-9f86d081.pdf",
    "text_url": f"{HOST}/i/{NUMBER}/files/1/",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "size": 48211,
    "media_type": "application/pdf",
    "pages": 2,
}
EVENT = {
    "index": 41,
    "number": NUMBER,
    "revision": 1,
    "type": "publish",
    "action": "put",
    "is_removal": False,
    "reason": "",
    "time": "2026-10-12T01:00:00Z",
    "org": "吉林省民政厅",
    "check_code": "7Q2M-8K4T-9R3X-6W5P",
    "url": ITEM["url"],
    "api_url": ITEM["api_url"],
}
WITHDRAWAL = EVENT | {
    "index": 42,
    "revision": 2,
    "type": "withdraw",
    "action": "delete",
    "is_removal": True,
    "reason": "privacy",
    "time": "2026-10-20T02:30:00Z",
}


def _codes(*pairs: tuple[str, str, int | None]) -> dict:
    rows = [{"code": code, "name": name, "items": items} for code, name, items in pairs]
    return {"count": len(rows), "results": rows}


DATASET = {
    "key": "poverty-project",
    "title": "扶贫项目",
    "count": 214,
    "updated_at": "2026-10-12T09:00:00+08:00",
    "first": "2016-03-01",
    "last": "2026-10-08",
    "domains": ["poverty"],
    "units": ["jl-mzt"],
    "url": f"{HOST}/data/poverty-project/",
    "rows_url": f"{HOST}/api/v1/datasets/poverty-project/rows",
    "schema_url": f"{HOST}/data/poverty-project/schema.json",
    "files": {"csv": f"{HOST}/data/poverty-project.csv"},
}
COLUMN = {
    "name": "budget",
    "label": "投资额（元）",
    "type": "number",
    "unit": "元",
    "about": "",
    "values": [],
    "sources": ["P3"],
}
ROWS = {
    "count": 1,
    "next": None,
    "previous": None,
    "results": [{"number": NUMBER, "title": "饮水工程（示例）", "budget": 386400.00}],
}
EXAMPLES = {
    "list_datasets": {"count": 1, "results": [DATASET]},
    "get_dataset": DATASET
    | {
        "columns": [COLUMN],
        "tables": [
            {
                "key": "allocations",
                "title": "分配",
                "count": 12,
                "rows_url": f"{HOST}/api/v1/datasets/poverty-project/allocations/rows",
                "columns": [COLUMN | {"name": "amount"}],
            }
        ],
    },
    "list_dataset_rows": ROWS,
    "list_table_rows": ROWS
    | {"results": [{"number": NUMBER, "place": 1, "recipient_unit": "农安县", "amount": 12.50}]},
    "list_items": {"count": 1, "next": None, "previous": None, "results": [ITEM]},
    "get_item": ITEM
    | {
        "status": "public",
        "elements": [{"name": "issued_on", "label": "成文日期", "value": "2026-10-08"}],
        "files": [FILE],
        "parts": [PART],
        "revision": 1,
        "check_code": VERSION["check_code"],
        "list_shown_until": None,
        "list_ended": None,
        "versions": [VERSION],
    },
    "list_versions": {"number": NUMBER, "count": 1, "results": [VERSION]},
    "get_version": VERSION
    | {"number": NUMBER, "title": ITEM["title"], "is_current": True, "parts": [PART]},
    "list_changes": {
        "number": NUMBER,
        "older": 1,
        "newer": 2,
        "count": 1,
        "lists_differ": False,
        "results": [
            {
                "part": "b/1",
                "kind": "changed",
                "older": "自2026年11月1日起执行。",
                "newer": "自2026年12月1日起执行。",
            }
        ],
    },
    "list_files": {"number": NUMBER, "count": 1, "results": [FILE]},
    "list_events": {
        "after": 40,
        "last": 42,
        "size": 43,
        "next": None,
        "results": [EVENT, WITHDRAWAL],
    },
    "search": {
        "count": 1,
        "next": None,
        "previous": None,
        "is_degraded": False,
        "is_loose": False,
        "facets": {"domain": {"welfare": 1}},
        "understood": [{"kind": "synonym", "typed": "低保", "meant": "最低生活保障"}],
        "did_you_mean": [],
        "recommended": {"items": [], "notes": []},
        "results": [
            ITEM
            | {
                "score": 1.62,
                "is_exact": False,
                "highlight": {
                    "title": "关于调整<mark>最低生活保障</mark>标准的通知（示例）",
                    "passage": "自2026年11月1日起执行。",
                },
            }
        ],
    },
    "list_domains": _codes(("welfare", "社会救助和社会福利", 812), ("education", "教育", 640)),
    "list_stages": _codes(("decision", "决策", 210), ("service", "服务", 544)),
    "list_reasons": _codes(("correction", "更正", None), ("privacy", "保护个人隐私", None)),
    "list_event_types": _codes(("publish", "首次公开", None), ("withdraw", "撤下", None)),
    "list_units": {
        "count": 1,
        "results": [
            {
                "code": "jl-mzt",
                "name": "省民政厅",
                "items": 214,
                "full_name": "吉林省民政厅",
                "level": "province",
                "region": "220000",
                "parent": None,
                "domains": ["welfare"],
                "is_active": True,
                "former_names": [],
                "url": f"{HOST}/units/jl-mzt/",
            }
        ],
    },
    "list_regions": {
        "count": 1,
        "results": [
            {
                "code": "220100",
                "name": "长春市",
                "items": 96,
                "level": "prefecture",
                "parent": "220000",
                "is_standard": True,
                "retired_until": "",
                "replaced_by": "",
                "url": f"{HOST}/regions/220100/",
            }
        ],
    },
    "list_catalogue": {
        "count": 1,
        "results": [
            {
                "code": "W1-1",
                "name": "最低生活保障 · 政策文件",
                "items": 12,
                "domain": "welfare",
                "stage": "service",
                "level1": "最低生活保障",
                "level2": "政策文件",
                "elements": [{"name": "title", "label": "标题", "required": True}],
                "publishing_body": "县级民政部门",
                "deadline": "形成之日起20个工作日内",
                "basis": "社会救助暂行办法",
                "page_type": "WelfarePolicyPage",
            }
        ],
    },
}
