"""What an address may ask of open data, and what is said about the rest."""

from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Schema

MOST_WARNINGS = 10
# SQLite and PostgreSQL refuse larger numbers with an error of their own.
Year = Annotated[int, Field(ge=1, le=9999)]
# PostgreSQL stores no NUL and refuses to be asked about one.
Code = Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=120)]
# Understood at every address: the language of labels and messages.
EVERYWHERE = {"lang"}


class Warning(Schema):
    """Something in the address that had no effect."""

    parameter: str
    message: str


def warnings_for(request: HttpRequest, schema: type[Schema]) -> list[dict]:
    """Parameters that nobody asked for: a misspelt filter must not look like one that held."""
    known = {field.alias or name for name, field in schema.model_fields.items()}
    unknown = [name for name in request.GET if name not in known | EVERYWHERE]
    told = _("没有这个参数，已忽略。")
    return [{"parameter": name[:60], "message": told} for name in unknown[:MOST_WARNINGS]]
