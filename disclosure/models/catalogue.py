"""主动公开基本目录 as data: what must be published, on which legal basis, by when, how."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.vocabulary import AUDIENCES, DOMAINS, STAGES


class LegalBasis(models.Model):
    """A norm in one version, with who checked it and when: law is data (design.md)."""

    name = models.CharField(_("名称和条款"), max_length=200, unique=True)
    article = models.CharField(_("条款"), max_length=120, blank=True)
    version = models.CharField(_("版本"), max_length=60, blank=True)
    note = models.TextField(_("说明"), blank=True)
    certainty = models.CharField(_("核实情况"), max_length=60, blank=True)
    checked_on = models.DateField(_("核对日期"), null=True, blank=True)
    checked_by = models.CharField(_("核对人"), max_length=60, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("公开依据")
        verbose_name_plural = _("公开依据")

    def __str__(self):
        return self.name


class CatalogueQuerySet(models.QuerySet):
    def in_force(self, day):
        """Rows that bind on `day`; closed ones stay for the items that were published by them."""
        begun = models.Q(valid_from=None) | models.Q(valid_from__lte=day)
        return self.filter(begun & (models.Q(valid_to=None) | models.Q(valid_to__gte=day)))


class CatalogueItem(models.Model):
    """One row of the catalogue. `elements` are the 公开内容要素 with type and whether required."""

    code = models.CharField(_("编号"), max_length=12, unique=True)
    seq = models.PositiveIntegerField(_("序号"))
    domain = models.CharField(_("领域"), max_length=20, choices=DOMAINS, db_index=True)
    level1 = models.CharField(_("一级事项"), max_length=80)
    level2 = models.CharField(_("二级事项"), max_length=160)
    stage = models.CharField(_("环节"), max_length=12, choices=STAGES)
    elements = models.JSONField(_("公开内容（要素）"), default=list)
    bases = models.ManyToManyField(LegalBasis, through="CatalogueBasis", related_name="rows")
    basis_text = models.TextField(_("公开依据"), blank=True)
    deadline_rules = models.JSONField(_("时限规则"), default=list, blank=True)
    deadline_text = models.CharField(_("公开时限"), max_length=300, blank=True)
    publishing_body = models.CharField(_("公开主体"), max_length=200, blank=True)
    channels = models.JSONField(_("渠道代码"), default=list, blank=True)
    channels_text = models.CharField(_("公开渠道和载体"), max_length=300, blank=True)
    audience = models.CharField(_("公开对象"), max_length=8, choices=AUDIENCES, default="all")
    mode = models.CharField(_("公开方式"), max_length=20, default="proactive")
    levels = models.JSONField(_("公开层级"), default=list, blank=True)
    standard = models.TextField(_("公开标准"), blank=True)
    procedure = models.TextField(_("公开程序"), blank=True)
    privacy_policy = models.CharField(_("隐私规则"), max_length=40)
    page_type = models.CharField(_("表单"), max_length=60)
    from_order = models.BooleanField(_("源自120号文"), default=True)
    valid_from = models.DateField(_("生效"), null=True, blank=True)
    valid_to = models.DateField(_("失效"), null=True, blank=True)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        ordering = ["seq"]
        verbose_name = _("目录事项")
        verbose_name_plural = _("公开目录")

    def __str__(self):
        return f"{self.code} {self.level1} · {self.level2}"

    @property
    def label(self) -> str:
        """What the metadata box shows and the record keeps as a snapshot."""
        return f"{self.level1} · {self.level2}"

    @property
    def required_elements(self) -> list[dict]:
        return [element for element in self.elements if element.get("required")]


class CatalogueBasis(models.Model):
    """Which norms a row rests on."""

    row = models.ForeignKey(CatalogueItem, on_delete=models.CASCADE)
    basis = models.ForeignKey(LegalBasis, on_delete=models.PROTECT)

    class Meta:
        unique_together = [("row", "basis")]

    def __str__(self):
        return f"{self.row_id}-{self.basis_id}"
