"""The unit's register of officials and lines: whose name and number may stand in its items."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.models.organisation import Unit
from disclosure.validators import has_mobile


class ContactQuerySet(models.QuerySet):
    def valid_on(self, day):
        """Entries in force on that day."""
        begun = Q(valid_from=None) | Q(valid_from__lte=day)
        return self.filter(begun & (Q(valid_to=None) | Q(valid_to__gte=day)))


class UnitContact(models.Model):
    """One official or one line of a unit. Public by its nature: what a citizen needs to ask."""

    unit = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="contacts", verbose_name=_("单位")
    )
    name = models.CharField(
        _("姓名"),
        max_length=30,
        blank=True,
        help_text=_("公职人员或对外联系人；只登记电话时可不填。"),
    )
    role = models.CharField(_("职务或用途"), max_length=60, help_text=_("如“局长”“低保咨询”。"))
    phone = models.CharField(_("工作电话"), max_length=40, blank=True)
    is_work_mobile = models.BooleanField(
        _("手机号已确认是工作电话"),
        default=False,
        help_text=_("手机号默认不公开；本人同意作为工作电话公布的才勾选。"),
    )
    valid_from = models.DateField(_("起"), null=True, blank=True)
    valid_to = models.DateField(_("止"), null=True, blank=True, help_text=_("离任、停用的日期。"))

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("公职人员与电话")
        verbose_name_plural = _("公职人员与电话")
        ordering = ["unit", "role", "name"]

    def __str__(self):
        return " ".join(filter(None, (self.name, self.role)))

    def clean(self):
        if not self.name and not self.phone:
            raise ValidationError({"name": _("姓名和工作电话至少填一项。")})
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("止期早于起期。")})
        if has_mobile(self.phone) and not self.is_work_mobile:
            told = _("这是手机号。确认是对外公布的工作电话后，请勾选下面一项。")
            raise ValidationError({"phone": told})

    @property
    def is_valid(self) -> bool:
        today = timezone.localdate()
        begun = self.valid_from is None or self.valid_from <= today
        return begun and (self.valid_to is None or self.valid_to >= today)


def allowed_of(unit) -> list[str]:
    """Names and lines of the unit's officials that are valid today."""
    rows = UnitContact.objects.valid_on(timezone.localdate()).filter(unit=unit)
    return [text for pair in rows.values_list("name", "phone") for text in pair if text]
