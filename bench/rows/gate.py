"""Items per second through the whole release funnel, against publishing plain Wagtail pages."""

import json
import tempfile
import time
from io import StringIO
from itertools import count
from pathlib import Path

from bench.measure import Row, against
from bench.site import main

ITEMS = 20


def measure() -> list[Row]:
    from django.core.management import call_command
    from wagtail.models import Page

    run = int(time.time())
    numbers = count()
    home = Page.objects.filter(depth=2).first()
    with tempfile.TemporaryDirectory() as folder:

        def ours():
            file = Path(folder) / f"{next(numbers)}.jsonl"
            lines = [_line(f"bench-{run}-{next(numbers)}") for _ in range(ITEMS)]
            file.write_text("\n".join(lines), encoding="utf-8")
            call_command("import_items", str(file), already_public=True, stdout=StringIO())

        def theirs():
            for _ in range(ITEMS):
                page = home.add_child(
                    instance=Page(title="基准", slug=f"bench-{run}-{next(numbers)}", live=False)
                )
                page.save_revision().publish()

        mine, plain = against(ours, theirs)
    return [
        Row(
            "import through the gate",
            ITEMS / mine,
            "items/s",
            "plain page, revision published",
            ITEMS / plain,
            "detection, clearance, surfaces, ledger and index included",
        )
    ]


def _line(source_id: str) -> str:
    return json.dumps(
        {
            "source_id": source_id,
            "title": f"关于做好城乡居民最低生活保障工作的通知（基准{source_id}）",
            "text": "各市（州）人民政府，县（市、区）人民政府：\n" + "按照规定做好工作。" * 60,
            "issuer": "吉林省民政厅",
            "date": "2026-03-02",
            "domain": "welfare",
        },
        ensure_ascii=False,
    )


if __name__ == "__main__":
    main(measure)
