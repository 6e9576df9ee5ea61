"""Both languages are complete: what the source marks is said in English, what Wagtail lacks in Chinese."""

import ast
import gettext
import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import wagtail
from bs4 import BeautifulSoup
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation.template import templatize

from deploy.compile_messages import Message, compiled, read, said_as_written
from disclosure.models import CatalogueItem, Region, Unit
from home.models import SiteSettings
from tests.home.published import published

ROOT = Path(__file__).resolve().parents[2]
APPS = ("cms", "supervision", "home", "disclosure", "search", "workflows", "privacy", "ledger")
FILES = sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))
ENGLISH = ROOT / "locale/en/LC_MESSAGES/django.po"
HAN = re.compile(r"[\u4e00-\u9fff]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TAG = re.compile(r"<[^>]+>")
LAZY = {"gettext_lazy", "ngettext_lazy", "pgettext_lazy"}
EAGER = {"gettext", "ngettext", "pgettext"}
MARKED = re.compile(r"""\b(?:n?gettext|_)\(\s*(u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))""")


def entries(path):
    return [m for m in read(path.read_text(encoding="utf-8")) if m.msgid]


def called_names(tree, wanted):
    """How a module calls the functions of django.utils.translation named in `wanted`."""
    return {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.name in wanted
    }


def marked_in_python(tree):
    names = called_names(tree, LAZY | EAGER)
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
            continue
        first = node.args[0]
        if node.func.id in names and isinstance(first, ast.Constant):
            yield first.value


def marked_in_template(text):
    return [ast.literal_eval(found) for found in MARKED.findall(templatize(text))]


def modules():
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def marked_in_source():
    found = {text for _path, tree in modules() for text in marked_in_python(tree)}
    for app in APPS:
        for path in [*(ROOT / app).rglob("*.html"), *(ROOT / app).rglob("*.txt")]:
            if "templates" in path.parts:
                found.update(marked_in_template(path.read_text(encoding="utf-8")))
    return {text for text in found if text}


# --- files ---------------------------------------------------------------------------------
@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parts[-3]}/{p.stem}")
def test_a_file_is_complete_and_without_doubt(path):
    assert [m.msgid for m in entries(path) if not m.is_translated] == []
    keys = [m.key for m in entries(path)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parts[-3]}/{p.stem}")
def test_placeholders_and_tags_survive_the_translation(path):
    for message in entries(path):
        wanted = message.msgid + (message.plural or "")
        for form in message.forms:
            assert set(PLACEHOLDER.findall(form)) <= set(PLACEHOLDER.findall(wanted)), message
        if message.plural is None:
            said = message.forms[0]
            assert sorted(PLACEHOLDER.findall(said)) == sorted(PLACEHOLDER.findall(wanted)), message
            assert names_of_tags(said) == names_of_tags(wanted), message


def names_of_tags(text):
    return {tag.split()[0].strip("</>") for tag in TAG.findall(text)}


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parts[-3]}/{p.stem}")
def test_what_we_compile_is_read_by_gettext(path):
    messages = read(path.read_text(encoding="utf-8"))
    catalogue = gettext.GNUTranslations(BytesIO(compiled(messages)))
    for message in messages[1:]:
        if message.plural is None and message.context is None:
            assert catalogue.gettext(message.msgid) == message.forms[0]
        elif message.context is None:
            assert catalogue.ngettext(message.msgid, message.plural, 1) == message.forms[0]
            assert catalogue.ngettext(message.msgid, message.plural, 7) == message.forms[-1]


def test_an_unfinished_or_doubtful_entry_is_not_compiled():
    text = 'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "甲"\nmsgstr ""\n\n#, fuzzy\nmsgid "乙"\nmsgstr "b"\n'
    catalogue = gettext.GNUTranslations(BytesIO(compiled(read(text))))
    assert [catalogue.gettext(each) for each in "甲乙"] == ["甲", "乙"]


# --- sources -------------------------------------------------------------------------------
def test_every_marked_text_is_said_in_english():
    said = {message.msgid for message in entries(ENGLISH)}
    assert sorted(marked_in_source() - said) == []


def test_english_has_no_chinese_left_in_it():
    quoted = re.compile(
        r"“[^”]*”|〔2018〕|\(in Chinese\)|吉政办函〔2018〕120号|低保、标准|\[\"web\"\]"
    )
    left = [m.msgid for m in entries(ENGLISH) for f in m.forms if HAN.search(quoted.sub("", f))]
    assert left == []


def test_nothing_is_translated_while_a_module_loads():
    """Such a text would stay in the language of the process for ever."""
    found = []
    for path, tree in modules():
        names = called_names(tree, EAGER)
        inside = {
            id(node)
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef | ast.Lambda)
            for node in ast.walk(function)
        }
        found += [
            f"{path.name}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in names
            and id(node) not in inside
        ]
    assert found == []


# --- Wagtail -------------------------------------------------------------------------------
SAME_IN_CHINESE = {"%(time)s", "Wagtail API v2", "Wagtail API v3", "URL", "ID"}


@pytest.mark.parametrize("app", ["admin", "", "users", "images", "documents", "snippets"])
def test_wagtail_speaks_chinese_throughout(app):
    source = Path(wagtail.__file__).parent / app / "locale/en/LC_MESSAGES/django.po"
    with translation.override("zh-hans"):
        silent = [
            m.msgid
            for m in entries(source)
            if m.context is None
            and m.msgid not in SAME_IN_CHINESE
            and not is_said(m)
            and re.search(r"[A-Za-z]{2}", PLACEHOLDER.sub("", m.msgid))
        ]
    assert silent == []


def is_said(message):
    if message.plural is None:
        return translation.gettext(message.msgid) != message.msgid
    return translation.ngettext(message.msgid, message.plural, 2) != message.plural


# --- pages ---------------------------------------------------------------------------------
@pytest.fixture
def item(site_ready):
    return published(title="关于调整供暖时间的公告", doc_no="测政发〔2026〕1号")


def texts_of(response):
    """What a visitor can read or hear, apart from parts marked as Chinese."""
    page = BeautifulSoup(response.content, "html.parser")
    for part in page.select("script, style, [lang^=zh]"):
        part.decompose()
    yield from (str(text) for text in page.find_all(string=True))
    for element in page.find_all(True):
        for name in ("aria-label", "title", "placeholder", "alt", "data-start", "data-stop"):
            yield str(element.get(name, ""))


def content_of_the_site(item):
    """Chinese that is not ours to translate, longest first: names, numbers, catalogue rows."""
    site = SiteSettings.objects.first()
    texts = {item.title, item.doc_no, item.unit_name, item.issuing_body, item.region_name}
    texts |= {str(getattr(site, f.name)) for f in site._meta.fields} if site else set()
    texts |= {"社会公益事业信息公开", "吉林省 · 明镜平台", settings.WAGTAIL_SITE_NAME}
    for unit in Unit.objects.all():
        texts |= {unit.name, unit.full_name, unit.address}
    texts |= set(Region.objects.values_list("name", flat=True))
    for row in CatalogueItem.objects.all():
        texts |= {row.level1, row.level2, row.basis_text, row.deadline_text, row.publishing_body}
        texts |= {row.channels_text, *(element.get("label", "") for element in row.elements)}
    texts |= {item.topic, item.genre, "低保多少钱"}
    return sorted((t for t in texts if t), key=len, reverse=True)


PAGES = ["home", "search", "domains", "latest", "notices", "units", "regions", "catalogue"]
PAGES += ["about", "accessibility", "privacy", "site_map", "verify"]


@pytest.mark.django_db
def test_english_pages_show_chinese_only_where_it_is_content(client, item):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    addresses = [reverse(name) for name in PAGES] + [
        reverse("item", args=[item.number]),
        reverse("unit", args=[item.unit.code]),
        reverse("domain", args=[item.domain]),
        "/no-such-page/",
        reverse("search") + "?q=供暖",
        reverse("search") + "?q=zzzz",
    ]
    known = [*content_of_the_site(item), "供暖"]
    left = set()
    for address in addresses:
        for text in texts_of(client.get(address)):
            for each in known if HAN.search(text) else ():
                text = text.replace(each, "")
            if HAN.search(text):
                left.add((address, text.strip()))
    assert sorted(left) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "link"), [("zh-hans", "English"), ("en", "中文")])
def test_the_other_language_is_offered_in_its_own_word(client, site_ready, language, link):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = BeautifulSoup(client.get(reverse("home")).content, "html.parser")
    assert [a.text for a in page.select(".strip a[hreflang]")] == [link]


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "label"), [("zh-hans", "密码"), ("en", "Password")])
def test_staff_log_in_in_their_language(client, site_ready, language, label):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = BeautifulSoup(client.get(reverse("wagtailadmin_login")).content, "html.parser")
    assert page.select_one("label[for=id_password]").text.strip().rstrip("*") == label


@pytest.mark.parametrize(
    ("language", "written"), [("zh-hans", "2026年10月12日"), ("en", "12 October 2026")]
)
def test_a_date_is_written_day_first_or_the_chinese_way(language, written):
    with translation.override(language):
        assert date_format(date(2026, 10, 12), "DATE_FORMAT") == written


def test_texts_written_in_chinese_say_themselves_unless_they_are_said_otherwise():
    own = [Message("搜索", forms=["查找"])]
    others = [
        Message("搜索", forms=["Search"]),
        Message("首页", forms=["Home"]),
        Message("%(n)s 条", plural="%(n)s 条", forms=["%(n)s item", "%(n)s items"]),
        Message("URL", forms=["URL"]),
    ]
    assert [(m.msgid, m.forms) for m in said_as_written(own, others)] == [("首页", ["首页"])]
