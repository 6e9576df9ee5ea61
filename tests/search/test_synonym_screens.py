"""The office keeps the synonyms: one by one, as files, and never without seeing the effect."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from disclosure import outbox
from search.models import SynonymGroup
from search.teaching import knowledge, seeding
from tests.disclosure import stories
from workflows import roles

pytestmark = pytest.mark.django_db
ADD = "synonymgroup:add"


def text(response):
    return response.content.decode()


def send(client, words, official="", address=None, **more):
    sent = {"words": words, "official": official, "active": "on", "note": "", **more}
    return client.post(address or reverse(ADD), sent)


def upload(client, content):
    raw = content if isinstance(content, bytes) else content.encode()
    sent = {"file": SimpleUploadedFile("synonyms.txt", raw)}
    return client.post(reverse("search_staff:synonyms_import"), sent, follow=True)


def test_the_office_adds_a_group(office):
    assert office.get(reverse(ADD)).status_code == 200
    assert send(office, "碳账本、碳台账", "温室气体核算").status_code == 302
    group = SynonymGroup.objects.get()
    assert (group.words, group.official, group.source) == ("碳账本 碳台账", "温室气体核算", "hand")
    assert group.added_by is not None
    assert "碳账本" in text(office.get(reverse("synonymgroup:index")))


@pytest.mark.parametrize(
    ("words", "official", "told"),
    [
        ("", "", "error-message"),
        ("   ", "", "error-message"),
        ("，、", "", "没有词"),
        ("碳", "温室气体核算", "“碳”只有一个字"),
        ("碳账本", "", "只有“碳账本”一个词"),
        ("碳账本 碳账本", "", "只有“碳账本”一个词"),
        ("碳账本 +1+2", "", "有不能用的符号"),
        ("碳账本 -cmd", "", "有不能用的符号"),
        ("碳账本 <script>", "", "有不能用的符号"),
        ("碳账本 a' OR 1=1", "", "有不能用的符号"),
        ("碳账本 “低保”", "", "有不能用的符号"),
        ("碳账本 " + "长" * 30, "", "太长"),
        (" ".join(f"词语{chr(0x4E00 + n)}" for n in range(60)), "", "一边最多 40 个词"),
        ("碳账本 匡玉芝", "", "“匡玉芝”像是一个人的姓名"),
        ("碳账本 13900000000", "", "像是号码"),
        ("碳账本 什么", "", "“什么”是查找时略过的词"),
    ],
)
def test_a_bad_group_is_refused_with_a_sentence_that_names_the_word(office, words, official, told):
    page = text(send(office, words, official))
    assert told in page.replace("&#x27;", "'").replace("&lt;", "<").replace("&gt;", ">")
    assert not SynonymGroup.objects.exists()


def test_the_same_words_in_another_order_are_the_same_group(office):
    send(office, "碳账本 碳台账")
    assert "已经有这一组了" in text(send(office, "碳臺賬 碳账本"))
    assert SynonymGroup.objects.count() == 1


def test_one_way_groups_do_not_lead_in_a_circle(office):
    send(office, "甲事项", "乙事项")
    send(office, "乙事项", "丙事项")
    page = text(send(office, "丙事项", "甲事项"))
    assert "互相指向：甲事项 &gt; 乙事项 &gt; 丙事项" in page
    assert SynonymGroup.objects.count() == 2


def test_the_preview_shows_what_is_found_before_and_after_and_saves_nothing(office):
    stories.released(title="温室气体核算指南")
    outbox.drain()
    page = text(send(office, "碳账本", "温室气体核算", preview="1"))
    assert "现在：0 条" in page and "保存后：1 条" in page and "新增" in page
    assert "温室气体核算指南" in page and 'name="words"' in page
    assert not SynonymGroup.objects.exists()
    assert "没有结果" in text(send(office, "碳账本", "温室气体核算", preview="1", asked="体育馆"))


def test_the_preview_of_switching_off_shows_what_would_be_lost(office):
    stories.released(title="温室气体核算指南")
    outbox.drain()
    group = SynonymGroup.objects.create(words="碳账本", official="温室气体核算")
    sent = {"words": group.words, "official": group.official, "note": "", "preview": "1"}
    page = text(office.post(reverse("synonymgroup:edit", args=[group.pk]), sent))
    assert "保存后：0 条" in page and "不再列出" in page
    group.refresh_from_db()
    assert group.active


def test_a_shipped_group_that_staff_change_is_marked_and_cannot_be_deleted(office):
    seeding.seed_synonyms()
    group = SynonymGroup.objects.exclude(shipped_line="").first()
    address = reverse("synonymgroup:edit", args=[group.pk])
    send(office, group.words + " 碳账本", group.official, address)
    group.refresh_from_db()
    assert group.is_changed and "碳账本" in group.words
    office.post(reverse("synonymgroup:delete", args=[group.pk]))
    assert SynonymGroup.objects.filter(pk=group.pk).exists()


def test_auditors_read_and_change_nothing(as_):
    group = SynonymGroup.objects.create(words="碳账本 碳台账")
    auditor = as_(roles.AUDITOR)
    assert "碳账本" in text(auditor.get(reverse("synonymgroup:index")))
    assert auditor.get(reverse("search_staff:synonyms_csv")).status_code == 200
    assert auditor.get(reverse("search_staff:synonyms_import")).status_code == 404
    send(auditor, "甲事项 乙事项")
    auditor.post(reverse("synonymgroup:delete", args=[group.pk]))
    assert SynonymGroup.objects.get().words == "碳账本 碳台账"


@pytest.mark.parametrize("role", [roles.EDITOR, roles.APPROVER, roles.REVIEWER, roles.PUBLISHER])
def test_others_do_not_see_the_screens(as_, role):
    client = as_(role)
    for name in ("asked", "relevance", "synonyms_import", "synonyms_text", "synonyms_csv"):
        assert client.get(reverse(f"search_staff:{name}")).status_code == 404
    for name in ("synonymgroup:index", "bestbet:index", ADD, "bestbet:add"):
        assert client.get(reverse(name)).status_code == 302
    assert "检索维护" not in text(client.get(reverse("wagtailadmin_home")))


def test_the_menu_leads_the_office_there(office):
    page = text(office.get(reverse("wagtailadmin_home")))
    assert reverse("search_staff:asked") in page and reverse("synonymgroup:index") in page


@pytest.mark.parametrize("kind", ["text", "csv"])
def test_a_file_goes_out_and_comes_in_again(office, kind):
    SynonymGroup.objects.create(words="碳账本 碳台账", note="试用")
    SynonymGroup.objects.create(words="碳足迹", official="温室气体核算", active=False)
    out = office.get(reverse(f"search_staff:synonyms_{kind}")).content
    SynonymGroup.objects.all().delete()
    assert "已导入 2 组" in text(upload(office, out))
    kept = SynonymGroup.objects.values_list("words", "official", "active", "note", "source")
    assert sorted(kept) == [
        ("碳账本 碳台账", "", True, "试用", "import"),
        ("碳足迹", "温室气体核算", False, "", "import"),
    ]
    assert "已导入 0 组" in text(upload(office, out))


def test_a_file_with_mistakes_changes_nothing_and_names_the_lines(office):
    page = text(
        upload(
            office,
            "# 说明\n甲事项 乙事项\n碳\n乙事项，甲事项\n\n丙事项 >\n甲事项 > 丙事项 > 丁事项\n匡玉芝 甲事项\n",
        )
    )
    for told in (
        "第 3 行：",
        "第 4 行：与第 2 行重复",
        "第 6 行：&gt; 后面没有词",
        "第 7 行：一行里只能有一个 &gt;",
        "第 8 行：“匡玉芝”像是",
    ):
        assert told in page, told
    assert not SynonymGroup.objects.exists()


def test_a_circle_in_a_file_is_named_at_the_line_that_closes_it(office):
    page = text(upload(office, "甲事项 > 乙事项\n乙事项 > 丙事项\n丙事项 > 甲事项\n"))
    assert "第 3 行：互相指向" in page
    assert not SynonymGroup.objects.exists()


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00\x81", b"\n\n#\n", b"words,official\n", b"words\n,\n"]
)
def test_a_file_that_holds_no_groups_is_refused_in_words(office, content):
    page = upload(office, content)
    assert page.status_code == 200
    assert not SynonymGroup.objects.exists()


def test_a_remark_that_a_spreadsheet_would_calculate_goes_out_as_text(office):
    SynonymGroup.objects.create(words="碳账本 碳台账", note="=1+2")
    assert "'=1+2" in text(office.get(reverse("search_staff:synonyms_csv")))


def name(number):
    return "".join(chr(0x4E00 + 3 * digit) for digit in divmod(number, 100))


def test_ten_thousand_groups_are_taken_and_one_more_is_refused(office, monkeypatch):
    monkeypatch.setattr("search.staff.synonym_files.MOST_GROUPS", 300)
    lines = [f"事项{name(n)}甲 事项{name(n)}乙" for n in range(301)]
    assert "超过 300 组" in text(upload(office, "\n".join(lines)))
    assert "已导入 300 组" in text(upload(office, "\n".join(lines[:300])))
    knowledge.refresh()
