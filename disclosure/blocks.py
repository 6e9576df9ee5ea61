"""The few StreamField blocks. Prose only: whatever is counted or checked is a column (rule 4)."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

PROSE_FEATURES = ["h3", "h4", "bold", "ol", "ul", "link"]


class ProseBlocks(blocks.StreamBlock):
    heading = blocks.CharBlock(label=_("小标题"), max_length=120, icon="title")
    prose = blocks.RichTextBlock(label=_("正文"), features=PROSE_FEATURES, icon="pilcrow")

    class Meta:
        label = _("正文")
