from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class WorkflowsConfig(AppConfig):
    name = "workflows"
    verbose_name = "审核流程"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from disclosure import outbox
        from privacy import physical
        from workflows import mail, takedown
        from workflows.files import plugs

        outbox.register("mail", mail.send)
        outbox.register("copies", takedown.confirm_later)
        outbox.register("takedown", takedown.take_down_automatically)
        outbox.register("scrub", lambda number, payload: physical.finish())
        plugs.connect()
        mail.silence_wagtail()
        post_migrate.connect(install_triggers, sender=self)


def install_triggers(sender, using, **kwargs):
    """A migration may have rebuilt the table and lost its triggers (append_only.py)."""
    from workflows import append_only

    connection = connections[using]
    if append_only.TABLE in connection.introspection.table_names():
        append_only.install(connection)
