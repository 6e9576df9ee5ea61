from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = _("信息公开")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # gate_hooks, log_actions and twin_drafts register themselves.
        from disclosure.datasets.surface import surface as dataset_surface
        from disclosure.duties import items as duties
        from privacy import retention

        from . import (  # noqa: F401
            calendars,
            due_dates,
            file_check,
            gate_hooks,
            list_ends,
            log_actions,
            open_items,
            outbox,
            own_copies,
            periods,
            public_files,
            receivers,
            surfaces,
            triggers,
            twin_drafts,
            vault_holds,
        )

        receivers.connect()
        surfaces.register("api", open_items.surface)
        surfaces.register("datasets", dataset_surface)
        surfaces.register("files", file_check.surface)
        outbox.register("files", public_files.forget)
        own_copies.register()
        outbox.register(periods.END, list_ends.end)
        outbox.register(list_ends.CONFIRM, list_ends.confirm)
        calendars.when_days_change(periods.recount_running)
        calendars.when_days_change(due_dates.recount_open)
        duties.follow_deletions()
        retention.register_hold(vault_holds.still_used)
        # Sent once per app; ours is enough, since all migrations run between the two.
        pre_migrate.connect(triggers.before_migrations, sender=self)
        post_migrate.connect(triggers.after_migrations, sender=self)
