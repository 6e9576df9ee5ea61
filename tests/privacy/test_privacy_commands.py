import io
import json

import pytest
from django.core.management import CommandError, call_command


def test_scan_privacy_answers_line_by_line(tmp_path):
    source = tmp_path / "texts.jsonl"
    entries = [
        {"id": "a", "text": "户主王桂兰，身份证220102190101010013", "domain": "welfare"},
        {"id": "b", "text": "监督电话12345", "domain": "poverty"},
    ]
    source.write_text("\n".join(json.dumps(one) for one in entries) + "\n", encoding="utf-8")
    out = io.StringIO()
    call_command("scan_privacy", jsonl=str(source), stdout=out)
    first, second = map(json.loads, out.getvalue().splitlines())
    assert first["id"] == "a"
    assert [(one["class"], one["action"]) for one in first["findings"]] == [
        ("RECIPIENT_NAME", "mask"),
        ("RESIDENT_ID", "remove"),
    ]
    assert set(first["findings"][0]) == {"start", "end", "class", "action", "confidence", "reason"}
    assert second == {"id": "b", "findings": []}


@pytest.mark.parametrize("line", ["no json", '{"id": 1}', "[]"])
def test_scan_privacy_refuses_other_lines(tmp_path, line):
    source = tmp_path / "texts.jsonl"
    source.write_text(line, encoding="utf-8")
    with pytest.raises(CommandError, match="line 1") as refusal:
        call_command("scan_privacy", jsonl=str(source), stdout=io.StringIO())
    assert refusal.value.returncode == 2


def test_classify_table_names_columns_and_counts_k(tmp_path):
    table = tmp_path / "名单.csv"
    table.write_bytes("姓名,身份证号,年龄\n王桂兰,220102190101010013,61\n".encode("gb18030"))
    out = io.StringIO()
    call_command("classify_table", str(table), stdout=out)
    answer = json.loads(out.getvalue())
    assert [one["class"] for one in answer["columns"]] == ["RECIPIENT_NAME", "RESIDENT_ID", "QUASI"]
    assert answer["k"]["rows"] == 1
