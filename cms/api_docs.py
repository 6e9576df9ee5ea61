"""The description for programs, and the page for people who try the open data in their browser.

The page is made from the description on the server and complete without script; the script only
shows an answer in place (static/js/api-docs.js).
"""

import json
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from cms.api_description import base_path, description
from disclosure.models import DisclosurePage

LONGEST_VALUE = 500


def openapi(request: HttpRequest, **_kwargs) -> HttpResponse:
    """OpenAPI 3.1 in the language asked for."""
    told = description(translation.get_language())
    told["servers"][0]["url"] = request.build_absolute_uri("/")
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every operation with its parameters as a form, its answer and its errors."""
    told = description(translation.get_language())
    about = {tag["name"]: tag["description"] for tag in told["tags"]}
    # Lists before what they lead to.
    operations = sorted(_operations(told), key=lambda one: one["path"].count("{"))
    _prefill(operations)
    groups = [
        (name, text, [one for one in operations if one["tag"] == name])
        for name, text in about.items()
    ]
    context = {
        "info": told["info"],
        "groups": groups,
        "base": request.build_absolute_uri(base_path()),
        "per_minute": settings.API_PER_MINUTE,
        "data_url": reverse("data"),
    }
    return render(request, "api/docs.html", context)


def _prefill(operations: list[dict]) -> None:
    """The newest item in place of the invented one: trying must succeed at the first go."""
    newest = DisclosurePage.objects.released().latest().values_list("number", flat=True).first()
    for operation in operations:
        for parameter in operation["parameters"]:
            if parameter["name"] == "number" and newest:
                parameter["example"] = newest


@require_safe
def go(request: HttpRequest) -> HttpResponse:
    """From a form of the page to the address it means: empty fields are left out."""
    operations = {one["id"]: one for one in _operations(description("zh-hans"))}
    operation = operations.get(request.GET.get("op", ""))
    if operation is None:
        raise Http404
    address, query = operation["path"], []
    for parameter in operation["parameters"]:
        values = [value.strip()[:LONGEST_VALUE] for value in request.GET.getlist(parameter["name"])]
        values = [value for value in values if value]
        if parameter["is_path"]:
            value = quote((values or [str(parameter["example"])])[0], safe="/")
            address = address.replace("{" + parameter["name"] + "}", value)
        else:
            query += [(parameter["name"], value) for value in values]
    return HttpResponseRedirect(f"{address}?{urlencode(query)}" if query else address)


def _operations(told: dict) -> list[dict]:
    return [
        {
            "id": operation["operationId"],
            "tag": operation["tags"][0],
            "method": method.upper(),
            "path": path,
            "summary": operation["summary"],
            "description": operation.get("description", ""),
            "parameters": list(map(_parameter, operation["parameters"])),
            "statuses": _statuses(told, operation),
            "example_text": json.dumps(_example(operation), ensure_ascii=False, indent=2),
        }
        for path, methods in told["paths"].items()
        for method, operation in methods.items()
    ]


def _parameter(parameter: dict) -> dict:
    schema = parameter["schema"]
    kinds = schema.get("anyOf", [schema])
    kind = next((one["type"] for one in kinds if one.get("type") != "null"), "string")
    items = schema.get("items", {})
    return {
        "name": parameter["name"],
        "is_path": parameter["in"] == "path",
        "is_number": "integer" in (kind, items.get("type")),
        "is_list": kind == "array",
        "choices": schema.get("enum", ["true", "false"] if kind == "boolean" else []),
        "description": parameter.get("description", ""),
        "example": _plain(parameter.get("example", "")),
        "default": _plain(schema.get("default", "")),
    }


def _plain(value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return str(value[0]) if value else ""
    return "" if value is None else str(value)


def _statuses(told: dict, operation: dict) -> list[tuple[str, str]]:
    found = []
    for status, response in operation["responses"].items():
        named = response.get("$ref", "").rsplit("/", 1)[-1]
        full = told["components"]["responses"][named] if named else response
        found.append((status, full["description"]))
    return found


def _example(operation: dict) -> dict | None:
    examples = operation["responses"]["200"]["content"]["application/json"].get("examples")
    return examples["example"]["value"] if examples else None
