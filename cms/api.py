"""The read-only public API /api/v1/; its description is made in `cms.api_description`."""

import logging

from django.http import Http404
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

from disclosure.api import ROUTERS, Gone
from disclosure.problem import problem
from search.api import router as search
from search.desk.changes_api import router as changes

log = logging.getLogger(__name__)


class Readable(JSONRenderer):
    """Chinese as Chinese."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="明镜 Mingjing",
    version="1.1.0",
    urls_namespace="api-1",
    renderer=Readable(),
    # The interactive pages load scripts from elsewhere; ours is cms/api_docs.py.
    docs_url=None,
    openapi_url=None,
)
for prefix, router in [("/items", changes), *ROUTERS]:
    api.add_router(prefix, router)
api.add_router("", search)


@api.exception_handler(ValidationError)
def invalid(request, error: ValidationError):
    """Which parameter is wrong and how; never what was sent."""
    errors = [
        {"parameter": _parameter(entry["loc"]), "message": str(entry["msg"])}
        for entry in error.errors
    ]
    names = "、".join(dict.fromkeys(entry["parameter"] for entry in errors))
    return problem(422, _("参数有误"), _("请检查参数：%(names)s") % {"names": names}, errors=errors)


def _parameter(place) -> str:
    """Name of the parameter in a place such as ("query", "filters", "year", 0)."""
    named = [str(step) for step in place if not isinstance(step, int)]
    return (named[2:3] or named[-1:])[0]


@api.exception_handler(Http404)
def not_found(request, error=None, **_kwargs):
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


@api.exception_handler(Exception)
def failed(request, error: Exception):
    """In the caller's form, too; the log names kind and place, not what was asked."""
    log.error("api.failed error=%s", type(error).__name__, exc_info=error)
    return problem(500, _("出错了"), _("服务器出错，请稍后再试。"))
