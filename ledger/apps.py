from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "ledger"
    verbose_name = "公开记录"
    default_auto_field = "django.db.models.BigAutoField"
