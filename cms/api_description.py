"""The OpenAPI 3.1 description: what ninja knows of the views, completed and in the asked language.

What all operations share (rate, validators, errors) is said once here; texts are Chinese msgids.
"""

import json
from copy import deepcopy
from functools import cache

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from cms.api import api
from cms.api_examples import EXAMPLES
from disclosure.problem import CONTENT_TYPE

N = gettext_noop
TAGS = {
    "items": N("公开信息：列表、全文、历次版本和附件"),
    "search": N("与网站相同的搜索"),
    "events": N("公开、更改和撤下的事件，供保存副本的人同步"),
    "datasets": N("数据集：同一类公开信息合成一张表，附数据字典"),
    "codes": N("代码表：筛选和答复里用到的代码"),
}
ABOUT = N(
    "社会公益事业建设领域政府信息公开的开放数据：只读，不要密钥，任何网站的程序都可以直接调用。"
    "只答复正在公开的内容；名册按规定时间展示，不在开放数据里。撤下的信息请随事件一并删除副本。"
)
PROBLEMS = {
    "406": N("只有 JSON 格式"),
    "422": N("参数有误；errors 逐个指出"),
    "429": N("请求太多；Retry-After 是要等的秒数"),
    "404": N("没有公开过，或地址有误"),
    "410": N("因个人隐私或依法撤下，请删除副本"),
}
HEADERS = {
    "ETag": N("内容的标识；下次放进 If-None-Match，没变就只回 304"),
    "Last-Modified": N("从这一刻起没有变过"),
    "RateLimit": N("本分钟还剩几次（r）和多少秒后重新计（t）"),
    "RateLimit-Policy": N("每个窗口的次数（q）和窗口的秒数（w）"),
}
NUMBER = N("索引号，如 jl-mzt-2026-00001")
REV = N("第几个公开版本，从 1 开始")
PATH = {"number": (NUMBER, "jl-mzt-2026-00001"), "rev": (REV, 1)}
LANG = N("标签和提示的语言：zh 或 en；不写就按网站上的选择")


def description(language: str) -> dict:
    """The whole description; a copy that the caller may change."""
    return deepcopy(_made(language))


def base_path() -> str:
    return reverse("api_docs_v1").removesuffix("docs")


@cache
def _made(language: str) -> dict:
    with translation.override(language):
        return _translated(_completed())


def _completed() -> dict:
    # Through JSON: the result holds plain values only.
    made = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    made["info"] |= {
        "description": ABOUT,
        "license": {"name": N("依法公开的政府信息，可以自由利用")},
        "x-languages": ["zh", "en"],
    }
    made["servers"] = [{"url": "/", "description": N("本站")}]
    made["tags"] = [{"name": name, "description": about} for name, about in TAGS.items()]
    components = made.setdefault("components", {})
    components.setdefault("schemas", {}).setdefault("Problem", _problem_schema())
    components["headers"] = {
        name: {"description": about, "schema": {"type": "string"}}
        for name, about in HEADERS.items()
    }
    components["responses"] = {
        f"Problem{status}": _problem_response(status) for status in PROBLEMS
    } | {"NotModified": {"description": N("没有变：用您手里的副本")}}
    for methods in made["paths"].values():
        for operation in methods.values():
            _complete(operation)
    return made


def _complete(operation: dict) -> None:
    name = operation["operationId"]
    operation.setdefault("description", operation["summary"])
    for parameter in operation.get("parameters", ()):
        _name_parameter(parameter)
    operation.setdefault("parameters", []).append(_lang())
    responses = operation["responses"]
    for status in list(responses):
        if str(status) in PROBLEMS:
            del responses[status]
            responses[str(status)] = {"$ref": f"#/components/responses/Problem{status}"}
    for status in ("406", "429"):
        responses[status] = {"$ref": f"#/components/responses/Problem{status}"}
    responses["304"] = {"$ref": "#/components/responses/NotModified"}
    answer = responses["200"]
    answer["description"] = N("答复")
    answer["headers"] = {header: {"$ref": f"#/components/headers/{header}"} for header in HEADERS}
    if name in EXAMPLES:
        answer["content"]["application/json"]["examples"] = {"example": {"value": EXAMPLES[name]}}
    operation["responses"] = dict(sorted(responses.items()))


def _name_parameter(parameter: dict) -> None:
    """Words and examples stand at the parameter, where tools look for them."""
    schema = parameter["schema"]
    if parameter["name"] in PATH:
        parameter["description"], parameter["example"] = PATH[parameter["name"]]
    if about := schema.pop("description", None):
        parameter["description"] = about
    examples = parameter.pop("examples", None) or schema.pop("examples", None)
    if examples:
        parameter["example"] = examples[0]
    schema.pop("title", None)


def _lang() -> dict:
    return {
        "in": "query",
        "name": "lang",
        "required": False,
        "description": LANG,
        "schema": {"type": "string", "enum": ["zh", "en"]},
    }


def _problem_schema() -> dict:
    return {"type": "object", "required": ["title", "status"]}


def _problem_response(status: str) -> dict:
    example = {"type": "about:blank", "title": PROBLEMS[status], "status": int(status)}
    return {
        "description": PROBLEMS[status],
        "content": {
            CONTENT_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": example | {"detail": ""},
            }
        },
    }


_FOR_PEOPLE = ("summary", "description", "title", "name")


def _translated(part, key: str = ""):
    """Every text meant for people, in the language that is active."""
    if isinstance(part, dict):
        return {name: _translated(value, name) for name, value in part.items()}
    if isinstance(part, list):
        return [_translated(value, key) for value in part]
    is_ours = isinstance(part, str) and not part.isascii()  # msgids of other apps are English words
    return gettext(part) if is_ours and key in _FOR_PEOPLE else part
