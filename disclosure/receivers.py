"""Receivers that refuse every change of public content outside the funnel (I1, gate.md).

They look at the stored row, never at the instance in memory: a stale object must not pass.
"""

from django.db.models.signals import pre_delete, pre_save
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page
from wagtail.signals import pre_page_move

from disclosure import face
from disclosure.gate import NotCleared, in_release
from disclosure.models import DisclosurePage, PublicVersion

LIVE_ELSEWHERE = gettext_lazy(
    "公开只能通过“提交审核—隐私审查—发布”完成，这一步没有改变任何已公开的内容。"
)
NEVER_DELETED = gettext_lazy("公开过的信息不能删除，请改用“撤下”。")
OTHER_UNIT = gettext_lazy("信息不能移到别的单位的专栏下。")


def connect() -> None:
    """Attach per model: a receiver without sender would slow every delete of the project."""
    for model in face.page_classes():
        uid = f"gate-{model._meta.label}"
        pre_save.connect(page_pre_save, sender=model, dispatch_uid=f"{uid}-save")
        pre_delete.connect(page_pre_delete, sender=model, dispatch_uid=f"{uid}-delete")
        pre_page_move.connect(page_pre_move, sender=model, dispatch_uid=f"{uid}-move")
    for model, _key in face.row_models():
        uid = f"gate-{model._meta.label}"
        pre_save.connect(row_pre_save, sender=model, dispatch_uid=f"{uid}-save")
        pre_delete.connect(row_pre_delete, sender=model, dispatch_uid=f"{uid}-delete")


def is_live_item(page_id: int | None) -> bool:
    return page_id is not None and DisclosurePage.objects.filter(pk=page_id, live=True).exists()


def page_pre_save(sender, instance, raw=False, update_fields=None, using=None, **kwargs):
    if instance.pk is not None and in_release(instance.pk):
        return
    stored = _stored_item(instance)
    if stored is None:
        _refuse_new(instance)
    elif stored["live"]:
        if _changed(sender, instance, update_fields):
            raise NotCleared(LIVE_ELSEWHERE)
    elif _touches(update_fields, "live") and instance.live:
        raise NotCleared(LIVE_ELSEWHERE)
    elif instance.alias_of_id:
        raise NotCleared(_("信息不能建立镜像页面。"))


def _stored_item(instance) -> dict | None:
    if instance.pk is None:
        return None
    return DisclosurePage.objects.filter(pk=instance.pk).values("live").first()


def _refuse_new(instance) -> None:
    """A new item is never saved live and never an alias."""
    is_item = isinstance(instance, DisclosurePage) or (
        type(instance) is Page
        and instance.content_type_id
        and issubclass(instance.content_type.model_class() or Page, DisclosurePage)
    )
    if is_item and (instance.live or instance.alias_of_id):
        raise NotCleared(LIVE_ELSEWHERE)


def _touches(update_fields, name: str) -> bool:
    return update_fields is None or name in update_fields


def _changed(sender, instance, update_fields) -> bool:
    """Whether the save would alter a public column of the stored row."""
    fields = [
        field
        for field in sender._meta.concrete_fields
        if field.name not in face.WORKING
        and not field.primary_key
        and (update_fields is None or field.name in update_fields or field.attname in update_fields)
    ]
    deferred = instance.get_deferred_fields()
    fields = [field for field in fields if field.attname not in deferred]
    stored = sender._base_manager.filter(pk=instance.pk).first()
    return stored is None or any(_differs(field, stored, instance) for field in fields)


def _differs(field, stored, instance) -> bool:
    return _plain(field, stored) != _plain(field, instance)


def _plain(field, instance):
    """The value as it would be stored, so that 650.5 and 650.50 are the same."""
    value = getattr(instance, field.attname)
    if hasattr(value, "stream_block"):
        return field.get_prep_value(value)
    return field.to_python(value)


def page_pre_delete(sender, instance, **kwargs):
    """Once public, never deleted; ancestors of such items neither."""
    ids = [instance.pk]
    if not isinstance(instance, DisclosurePage) and instance.path:
        below = DisclosurePage.objects.filter(path__startswith=instance.path)
        ids += list(below.values_list("pk", flat=True))
    if PublicVersion.objects.filter(page_id__in=ids).exists() or (
        DisclosurePage.objects.filter(pk__in=ids, live=True).exists()
    ):
        raise NotCleared(NEVER_DELETED)


def page_pre_move(sender, instance, parent_page_before, parent_page_after, **kwargs):
    """Items stay with their unit; inside the unit the tree may change."""
    if not DisclosurePage.objects.filter(path__startswith=instance.path).exists():
        return
    before = parent_page_before.specific if parent_page_before else None
    after = parent_page_after.specific if parent_page_after else None
    if getattr(before, "unit_id", None) != getattr(after, "unit_id", None):
        raise NotCleared(OTHER_UNIT)


def _keys(sender, instance) -> set[int]:
    """Items the row belongs to: where it is stored now and where it would go."""
    ids = set()
    for model, key in face.row_models():
        if model is not sender:
            continue
        attname = sender._meta.get_field(key).attname
        ids.add(getattr(instance, attname))
        if instance.pk is not None:
            ids |= set(sender._base_manager.filter(pk=instance.pk).values_list(attname, flat=True))
    return ids - {None}


def row_pre_save(sender, instance, raw=False, update_fields=None, **kwargs):
    guarded = [i for i in _keys(sender, instance) if not in_release(i) and is_live_item(i)]
    if not guarded:
        return
    stored = sender._base_manager.filter(pk=instance.pk).first() if instance.pk else None
    fields = sender._meta.concrete_fields
    if stored is None or any(_differs(field, stored, instance) for field in fields):
        raise NotCleared(LIVE_ELSEWHERE)


def row_pre_delete(sender, instance, **kwargs):
    if any(is_live_item(i) and not in_release(i) for i in _keys(sender, instance)):
        raise NotCleared(LIVE_ELSEWHERE)
