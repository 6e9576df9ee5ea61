"""张贴件: sheets for the notice board, for editors of the unit alone; every printing is logged."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from disclosure.models import BoardPrint, PublicVersion
from ledger.code import with_dashes
from privacy.vault import VaultUnavailable
from workflows.lists import board, fixing
from workflows.qr import qr
from workflows.views.base import ItemScreen


class Boards(ItemScreen):
    """What can be printed, what was printed, and by whom; posting prints one list."""

    template_name = "workflows/boards.html"
    header_icon = "clipboard-list"

    def dispatch(self, request, *args, **kwargs):
        board.require_printer(self.item, request.user)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        wanted = request.POST.get("rendition", "")
        found = {str(one.pk): one for one in board.renditions_of(self.item)}.get(wanted)
        if found is None:
            raise Http404
        try:
            content = fixing.read_board(found)
        except VaultUnavailable:
            messages.error(request, _("保险箱现在打不开，张贴件不能打印，请稍后再试。"))
            return self.render_to_response(self.get_context_data())
        sheets = board.sheets_of(content)
        place = request.POST.get("place", "")
        if place:
            sheets = [one for one in sheets if one.place == place] or sheets
        printed = board.log_print(self.item, found, request.user, len(sheets))
        response = render(request, "workflows/board_sheet.html", self._on_paper(sheets, printed))
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex"
        return response

    def _on_paper(self, sheets, printed: BoardPrint) -> dict:
        version = PublicVersion.objects.filter(page_id=self.item.pk).order_by("-rev").first()
        host = getattr(settings, "SITE_OFFICIAL_HOST", "") or self.request.get_host()
        address = f"https://{host}{reverse('verify_code', args=[version.check_code])}"
        return {
            "item": self.item,
            "sheets": sheets,
            "printed": printed,
            "period": board.period_of(self.item),
            "phone": getattr(self.item, "objection_phone", "") or self.item.unit.phone,
            "office": getattr(self.item, "objection_address", "") or self.item.unit_name,
            "code": with_dashes(version.check_code),
            "shown_address": f"{host}{reverse('verify')}",
            "qr": qr(address),
            "released_on": version.released_at,
            "rev": version.rev,
        }

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        entries = []
        for one in board.renditions_of(self.item):
            try:
                sheets = board.sheets_of(fixing.read_board(one))
            except VaultUnavailable:
                sheets = None
            places = list(dict.fromkeys(s.place for s in sheets)) if sheets else []
            entries.append((one, sheets, places))
        context.update(
            renditions=entries,
            prints=BoardPrint.objects.filter(number=self.item.number)[:50],
            period=board.period_of(self.item) if self.item.number else None,
        )
        return context
