from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class PrivacyConfig(AppConfig):
    name = "privacy"
    verbose_name = "隐私保护"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import lexicon, lexicon_rows

        post_migrate.connect(install_triggers, sender=self)
        lexicon.ask_before_use(lexicon_rows.refresh)


def install_triggers(sender, using, **kwargs):
    """A migration may have rebuilt the table and lost its triggers (append_only.py)."""
    from .append_only import ACCESS_LOG

    connection = connections[using]
    if ACCESS_LOG.table in connection.introspection.table_names():
        ACCESS_LOG.install(connection)
