"""What staff teach the search: words that mean the same, and answers pinned to a question."""

import secrets

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from search.language.synonym_groups import Group, split_words

SYNONYMS, BETS = "synonyms", "bets"


class KnowledgeState(models.Model):
    """One row with a stamp for each kind of knowledge, read once by every search.

    Stamps are drawn, not counted: after a restored backup a counter could repeat itself.
    """

    synonyms = models.PositiveBigIntegerField(default=0)
    bets = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.synonyms} {self.bets}"

    @classmethod
    def advance(cls, kind: str) -> None:
        """Something of this kind changed; call it in the same transaction."""
        cls.objects.update_or_create(pk=1, defaults={kind: secrets.randbits(62) + 1})


class Taught(models.Model):
    """A row that every process takes over with its next search once it changed."""

    state_kind = ""

    active = models.BooleanField(_("生效"), default=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+", verbose_name=_("添加人"), editable=False,
    )  # fmt: skip
    changed_at = models.DateTimeField(_("最近修改"), default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        with transaction.atomic():
            super().save(*args, **kwargs)
            KnowledgeState.advance(self.state_kind)

    def delete(self, *args, **kwargs):
        with transaction.atomic():
            gone = super().delete(*args, **kwargs)
            KnowledgeState.advance(self.state_kind)
        return gone


class SynonymGroup(Taught):
    """One group. Without `official` all words stand for each other; with it a search for one of
    `words` looks for the official terms as well, and not the other way round.

    `shipped_line` is the line of the shipped file that the row came from: seeding looks for it and
    touches nothing that staff `is_changed`.
    """

    state_kind = SYNONYMS

    class Source(models.TextChoices):
        SHIPPED = "shipped", _("系统自带")
        HAND = "hand", _("手工添加")
        IMPORTED = "import", _("导入")
        ASKED = "asked", _("来自检索统计")

    words = models.TextField(
        _("词"), help_text=_("用空格隔开，如：低保 最低生活保障。每个词至少两个字，词内没有空格。")
    )
    official = models.TextField(
        _("正式说法"),
        blank=True,
        help_text=_(
            "不填：上面的词互相都查。填写：查上面的词时也查这里的词，反过来不查，"
            "适合口语对正式说法，如：看不起病 → 医疗救助。"
        ),
    )
    note = models.CharField(_("说明"), max_length=100, blank=True)
    source = models.CharField(_("来源"), max_length=12, choices=Source, default=Source.HAND)
    shipped_line = models.TextField(blank=True, editable=False)
    is_changed = models.BooleanField(default=False, editable=False)
    position = models.PositiveIntegerField(default=0, editable=False)
    key = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("同义词组")
        verbose_name_plural = _("同义词")
        # Staff's own come first: what they teach must not be crowded out by the shipped ones.
        ordering = ["position", "-pk"]

    def __str__(self):
        return self.line

    def save(self, *args, **kwargs):
        group = self.group
        self.words, self.official = " ".join(group.words), " ".join(group.official)
        self.key = group.key
        super().save(*args, **kwargs)

    @property
    def group(self) -> Group:
        """Its words in the form in which questions are compared."""
        return Group(split_words(self.words), split_words(self.official))

    @property
    def line(self) -> str:
        """As in the text file."""
        return f"{self.words} > {self.official}" if self.official else self.words


class BestBet(Taught):
    """Items and a short text recommended above the results of some questions."""

    state_kind = BETS

    phrases = models.TextField(
        _("查询词"),
        help_text=_(
            "一行一个，如：低保怎么申请。繁体、全角、同音错字和同义的问法会一并匹配，不用逐一列出。"
        ),
    )
    also_longer = models.BooleanField(
        _("问得更长时也推荐"),
        default=False,
        help_text=_("如查询是“低保”，勾选后问“长春低保标准”时也推荐。"),
    )
    numbers = models.TextField(
        _("推荐条目"),
        blank=True,
        help_text=_("一行一个索引号，最多 5 个，按顺序显示。撤下的条目自动不再显示。"),
    )
    text = models.CharField(_("提示文字"), max_length=160, blank=True)
    link = models.CharField(
        _("链接"),
        max_length=300,
        blank=True,
        help_text=_("https:// 开头的网址，或本站以 / 开头的路径。"),
    )
    link_label = models.CharField(_("链接文字"), max_length=40, blank=True)
    starts_on = models.DateField(_("开始日期"), null=True, blank=True)
    ends_on = models.DateField(_("结束日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("编辑推荐")
        verbose_name_plural = _("编辑推荐")
        ordering = ["-changed_at", "-pk"]

    def __str__(self):
        return "、".join(self.phrase_list)

    @property
    def phrase_list(self) -> list[str]:
        return [line.strip() for line in self.phrases.splitlines() if line.strip()]

    @property
    def number_list(self) -> list[str]:
        return [line.strip() for line in self.numbers.splitlines() if line.strip()]
