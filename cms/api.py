"""The read-only public API /api/v1/ and its OpenAPI description."""

from django.http import Http404
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from disclosure.api import Gone
from disclosure.api import router as items
from disclosure.problem import problem
from search.api import router as search

api = NinjaAPI(
    title="明镜 Mingjing",
    version="1.0.0",
    description="社会公益事业建设领域政府信息公开数据，只读，不需要密钥。",
    urls_namespace="api-1",
    # The interactive pages load scripts from elsewhere; the description itself is enough.
    docs_url=None,
    openapi_url="/openapi.json",
)
api.add_router("/items", items)
api.add_router("", search)


@api.exception_handler(ValidationError)
def invalid(request, error: ValidationError):
    """Which parameter is wrong and how; never what was sent."""
    errors = [
        {"parameter": _parameter(entry["loc"]), "message": entry["msg"]} for entry in error.errors
    ]
    names = "、".join(dict.fromkeys(entry["parameter"] for entry in errors))
    return problem(422, _("参数有误"), _("请检查参数：%(names)s") % {"names": names}, errors=errors)


def _parameter(place) -> str:
    """Name of the parameter in a place such as ("query", "filters", "year", 0)."""
    return [str(step) for step in place if not isinstance(step, int)][-1]


@api.exception_handler(Http404)
def not_found(request, error=None):
    return problem(404, _("没有这条信息"), _("没有公开过这个索引号的信息，或地址有误。"))


@api.exception_handler(Gone)
def gone(request, error: Gone):
    return problem(
        410,
        _("已撤下"),
        _("这条信息公开过，现已撤下。"),
        number=error.number,
        withdrawn_at=error.withdrawn_on.isoformat(),
        reason=error.reason,
    )


@api.exception_handler(HttpError)
def refused(request, error: HttpError):
    return problem(error.status_code, _("请求未能完成"), str(error))
