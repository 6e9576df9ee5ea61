"""Decisions on what is not disclosed: each is kept as it was taken, and the newest one stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.attribute.grounds import CHOICES
from disclosure.vocabulary import PUBLICITY

from .clearance import Signed


class AttributeDecision(Signed):
    """One decision about one item. No title and nothing of the item's text is kept here; the
    reason went past the detector (I3). `again_on` is None while another authority has to say."""

    STEPS = [
        ("decided", _("决定不公开")),
        ("referred", _("移送确定")),
        ("kept", _("重新评估：仍不公开")),
        ("opened", _("改为主动公开")),
    ]
    page_id = models.IntegerField(db_index=True)
    unit = models.ForeignKey("disclosure.Unit", on_delete=models.PROTECT, related_name="+")
    step = models.CharField(_("决定"), max_length=8, choices=STEPS)
    attribute = models.CharField(_("公开属性"), max_length=16, choices=PUBLICITY)
    ground = models.CharField(_("依据"), max_length=20, choices=CHOICES, blank=True)
    reason = models.CharField(_("理由"), max_length=300)
    referred_to = models.CharField(_("移送给"), max_length=100, blank=True)
    again_on = models.DateField(_("重新评估期限"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["unit", "page_id"])]
        default_permissions = ("view",)
        verbose_name = _("公开属性决定")
        verbose_name_plural = _("公开属性决定")

    def __str__(self):
        return f"{self.step} of page {self.page_id}"
