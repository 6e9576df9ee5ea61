"""The office drafts, imports, looks, decides; others read or see nothing."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from disclosure.catalogue import drafts, versions
from disclosure.models import BasisCheck, CatalogueItem, CatalogueVersion, LegalBasis
from tests import factories
from tests.disclosure.catalogue import files
from tests.disclosure.test_catalogue_admin import posted
from workflows import roles, setup
from workflows.catalogue.bases import to_check

pytestmark = pytest.mark.django_db
HOME = "catalogue_versions:index"


@pytest.fixture
def office(client):
    call_command("setup_site", stdout=StringIO())
    person = factories.user("office")
    setup.assign(person, roles.OFFICE)
    client.force_login(person)
    client.person = person
    return client


def login(client, role, name="other"):
    person = factories.user(name)
    setup.assign(person, role, factories.unit() if role in roles.UNIT_ROLES else None)
    client.force_login(person)
    return person


def upload(client, data: bytes, scope="part", name="甲.csv"):
    file = SimpleUploadedFile(name, data)
    url = reverse("catalogue_versions:upload")
    return client.post(url, {"file": file, "scope": scope}, follow=True)


def edit(client, code, **values):
    url = reverse("catalogue_versions:row", args=[code])
    return client.post(url, posted(client.get(url).context["form"]) | values, follow=True)


def test_a_row_is_edited_previewed_and_put_in_force(office):
    page = edit(office, "P3", deadline_text="及时公开")
    text = page.content.decode()
    assert "P3" in text and "受影响的义务" in text and "及时公开" in text
    assert CatalogueItem.objects.get(code="P3").deadline_text != "及时公开"
    draft = versions.draft()
    url = reverse("catalogue_versions:version", args=[draft.pk])
    today = timezone.localdate().isoformat()
    said = office.post(url, {"do": "force", "on": today}).content.decode()
    assert "请先看过差别" in said
    said = office.post(url, {"do": "force", "on": today, "seen": "on"}).content.decode()
    assert "请先写明调整原因" in said
    office.post(url, {"do": "name", "name": "2026年第一次调整", "reason": "标准目录修订。"})
    office.post(url, {"do": "force", "on": today, "seen": "on"})
    assert CatalogueItem.objects.get(code="P3").deadline_text == "及时公开"
    current = versions.in_force()
    assert (current.name, current.published_by) == ("2026年第一次调整", office.person)
    text = office.get(url).content.decode()
    assert "标准目录修订。" in text and "<ins>" in text
    assert "现行" in office.get(reverse(HOME)).content.decode()


def test_a_later_day_waits_and_is_taken_back(office):
    edit(office, "P3", deadline_text="及时公开")
    draft = versions.draft()
    CatalogueVersion.objects.filter(pk=draft.pk).update(reason="修订。")
    url = reverse("catalogue_versions:version", args=[draft.pk])
    later = timezone.localdate() + timedelta(days=3)
    office.post(url, {"do": "force", "on": later.isoformat(), "seen": "on"})
    assert "退回草稿" in office.get(url).content.decode()
    refused = edit(office, "P5", deadline_text="及时")
    assert "已定好生效日期" in refused.content.decode()
    office.post(url, {"do": "unschedule"})
    assert versions.draft() == draft


def test_the_reason_must_name_nobody(office):
    edit(office, "P3", deadline_text="及时公开")
    draft = versions.draft()
    url = reverse("catalogue_versions:version", args=[draft.pk])
    reason = "群众张小三（身份证号220102199003070007）反映"
    said = office.post(url, {"do": "name", "name": "甲", "reason": reason}).content.decode()
    assert "身份证号" in said
    draft.refresh_from_db()
    assert draft.reason == ""


def test_personal_data_in_a_row_is_refused_with_what_was_typed_kept(office):
    page = edit(office, "P3", publishing_body="张小三，身份证号220102199003070007")
    text = page.content.decode()
    assert "像是有个人信息" in text and "张小三" in text
    assert versions.draft() is None


def test_a_new_row_is_added_and_dropped_again(office):
    url = reverse("catalogue_versions:add_row")
    assert office.get(reverse("catalogue:add"), follow=True).status_code == 200
    old = office.get(reverse("catalogue_versions:row", args=["P3"])).context["form"]
    data = posted(old) | {"code": "P99", "level2": "新事项", "seq": "154"}
    assert "已记入草稿" in office.post(url, data, follow=True).content.decode()
    assert "草稿里已有这个编号" in office.post(url, data).content.decode()
    assert "编号是一至三个" in office.post(url, data | {"code": "x y"}).content.decode()
    draft = versions.draft()
    assert draft.rows.count() == 154
    office.post(reverse("catalogue_versions:row", args=["P99"]), {"do": "drop"})
    office.post(reverse("catalogue_versions:row", args=["P3"]), {"do": "drop"})
    changes = versions.changes_of(draft)
    assert [(one.kind, one.code) for one in changes] == [("dropped", "P3")]
    page = reverse("catalogue_versions:version", args=[draft.pk])
    office.post(page, {"do": "restore", "code": "P3"})
    assert versions.changes_of(draft) == []
    office.post(page, {"do": "discard"})
    assert versions.draft() is None


def test_a_file_is_looked_at_before_anything_is_applied(office):
    data = files.csv_file(files.table(files.changed("P3", publishing_body="县政府")), "gb18030")
    page = upload(office, data)
    text = page.content.decode()
    assert "现在什么都还没有改" in text and "县政府" in text
    assert versions.draft() is None
    office.post(page.request["PATH_INFO"], {"do": "apply"})
    assert versions.draft().rows.get(code="P3").values["publishing_body"] == "县政府"


def test_a_file_left_aside_leaves_nothing(office):
    page = upload(office, files.csv_file(files.table()))
    assert "没有差别" in page.content.decode()
    assert office.post(page.request["PATH_INFO"], {"do": "leave"}).status_code == 302
    assert office.get(page.request["PATH_INFO"]).status_code == 404
    assert versions.draft() is None


def test_problems_are_listed_with_row_column_and_remedy(office):
    lines = files.table()
    lines[3][8], lines[5][2] = "", "=1"
    text = upload(office, files.csv_file(lines)).content.decode()
    assert (
        "一项也没有导入" in text
        and "9 (I)" in text
        and "缺少“公开主体”" in text
        and "3 (C)" in text
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"x" * (6 * 1024 * 1024), "超过 5 MB"),
        (b"%PDF-", "PDF"),
        (b"PK\x03\x04zz", "不完整"),
        (b"", "空的"),
    ],
    ids=["large", "pdf", "broken", "empty"],
)
def test_unreadable_files_are_told(office, data, words):
    assert words in upload(office, data).content.decode()


def test_the_differences_of_somebody_else_cannot_be_opened(office, client):
    kept, _reading = drafts.look_at(files.csv_file(files.table()), "part", factories.user("third"))
    assert office.get(reverse("catalogue_versions:import", args=[kept.pk])).status_code == 404


def test_an_exported_version_is_read_back_without_a_difference(office):
    current = versions.in_force()
    for kind in ("csv", "xlsx"):
        answer = office.get(reverse("catalogue_versions:export", args=[current.pk, kind]))
        data = b"".join(answer.streaming_content)
        kept, reading = drafts.look_at(data, "all", office.person)
        assert reading.problems == [] and drafts.differences_of(kept) == []


@pytest.mark.parametrize("role", [roles.EDITOR, roles.APPROVER, roles.REVIEWER, roles.PUBLISHER])
def test_other_roles_find_nothing_here(office, role):
    login(office, role)
    current = versions.in_force()
    names = [(HOME, []), ("catalogue_versions:version", [current.pk]), ("catalogue_versions:upload", []),
             ("catalogue_versions:bases", []), ("catalogue_versions:row", ["P3"])]  # fmt: skip
    for name, args in names:
        assert office.get(reverse(name, args=args)).status_code == 404
        assert office.post(reverse(name, args=args)).status_code == 404


def test_auditors_read_and_administrators_do_not_decide(office):
    edit(office, "P3", deadline_text="及时公开")
    draft = versions.draft()
    CatalogueVersion.objects.filter(pk=draft.pk).update(reason="修订。")
    url = reverse("catalogue_versions:version", args=[draft.pk])
    force = {"do": "force", "on": timezone.localdate().isoformat(), "seen": "on"}
    login(office, roles.AUDITOR, "auditor")
    assert office.get(url).status_code == 200
    assert office.post(url, force).status_code == 404
    admin = login(office, roles.ADMIN, "admin")
    admin.is_superuser = True
    admin.save()
    assert "只有公开办" in office.post(url, force, follow=True).content.decode()
    assert versions.in_force() != draft


def test_norms_not_checked_for_a_year_are_on_the_list_until_somebody_looks(office):
    today = timezone.localdate()
    LegalBasis.objects.update(checked_on=today, checked_by="甲")
    first, second = LegalBasis.objects.filter(rows__isnull=False).distinct()[:2]
    LegalBasis.objects.filter(pk=first.pk).update(checked_on=today - timedelta(days=367))
    LegalBasis.objects.filter(pk=second.pk).update(checked_on=today - timedelta(days=364))
    assert list(to_check(today)) == [first]
    url = reverse("catalogue_versions:bases")
    assert first.name in office.get(url).content.decode()
    office.post(url, {"basis": first.pk})
    assert list(to_check(today)) == []
    check = BasisCheck.objects.get()
    assert (check.basis, check.checked_on, check.checked_by) == (first, today, office.person)
    assert "全部依据都在十二个月内核对过" in office.get(url).content.decode()


def test_only_the_office_checks_norms(office):
    login(office, roles.ADMIN, "admin")
    basis = LegalBasis.objects.first()
    office.post(reverse("catalogue_versions:bases"), {"basis": basis.pk})
    assert not BasisCheck.objects.exists()
