"""Ways to hide singled-out rows in a reviewer's words: the steps, their effect, their price."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from privacy.k_ways import Step, Way, loss_in_percent
from privacy.quasi import last_level
from workflows.lists.safety import Safety

EVERYTHING = "+m"  # the way that leaves only totals


@dataclass(frozen=True, slots=True)
class WayInWords:
    """`key` goes back in the form; `does` names the steps, `effect` and `price` say the rest."""

    key: str
    does: str
    effect: str
    price: str
    loss: int


def in_words(safety: Safety) -> list[WayInWords]:
    return [_words(safety, way) for way in safety.ways]


def _words(safety: Safety, way: Way) -> WayInWords:
    does = [_does(step) for step in way.steps]
    if way.merged:
        does.append(_("%(n)d 行并成一行“其他”") % {"n": way.merged})
    return WayInWords(way.key, "；".join(does), _effect(safety, way), _price(way), _loss(way))


def _does(step: Step) -> str:
    words = {"name": step.name}
    if step.level >= last_level(step.kind):
        return _("不公布%(name)s") % words
    told = {
        ("date", 1): _("%(name)s只到季度"),
        ("date", 2): _("%(name)s只到年"),
        ("age", 1): _("%(name)s每十岁一档"),
        ("village", 1): _("%(name)s只到村"),
        ("village", 2): _("%(name)s只到乡镇"),
        ("hsize", 1): _("%(name)s分 1、2、3-4、5+ 四档"),
        ("amount", 1): _("%(name)s分档"),
    }
    return told.get((step.kind, step.level), _("概括%(name)s")) % words


def _effect(safety: Safety, way: Way) -> str:
    text = _("最小的一组由 %(before)d 行变为 %(after)d 行，不足 %(k)d 行的由 %(below)d 行变为 0。")
    return text % {
        "before": safety.smallest,
        "after": way.smallest,
        "k": safety.required,
        "below": safety.below,
    }


def _price(way: Way) -> str:
    """What the public no longer sees, with numbers."""
    told = []
    for step in way.steps:
        words = {"name": step.name, "before": step.values_before, "after": step.values_after}
        if step.is_gone:
            told.append(_("看不到%(name)s（原有 %(before)d 种）") % words)
        else:
            told.append(_("%(name)s由 %(before)d 种变为 %(after)d 种") % words)
    if way.merged:
        told.append(_("%(n)d 行不再单独列出") % {"n": way.merged})
    return "，".join(told)


def _loss(way: Way) -> int:
    return loss_in_percent(way.loss)
