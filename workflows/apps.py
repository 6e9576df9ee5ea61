from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, post_save


class WorkflowsConfig(AppConfig):
    name = "workflows"
    verbose_name = "审核流程"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from disclosure import outbox
        from privacy import physical
        from workflows import account_guard, mail, takedown
        from workflows.files import plugs
        from workflows.lists import entries, own_rows
        from workflows.review import summaries

        outbox.register("mail", mail.send)
        outbox.register("copies", takedown.confirm_later)
        outbox.register(summaries.KIND, summaries.make_owed)
        post_save.connect(summaries.owe, sender=self.get_model("PrivacyReviewState"))
        outbox.register("takedown", takedown.take_down_automatically)
        outbox.register("scrub", lambda number, payload: physical.finish())
        plugs.connect()
        mail.silence_wagtail()
        entries.connect()
        own_rows.register()
        account_guard.connect()
        post_migrate.connect(install_triggers, sender=self)


def install_triggers(sender, using, **kwargs):
    """A migration may have rebuilt the table and lost its triggers (append_only.py)."""
    from workflows.append_only import GUARDS

    connection = connections[using]
    tables = connection.introspection.table_names()
    for guard in GUARDS:
        if guard.table in tables:
            guard.install(connection)
