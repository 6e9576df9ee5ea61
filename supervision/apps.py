from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """What oversees the site: it reads everything, and nobody reads it."""

    name = "supervision"
    verbose_name = "监督"
    default_auto_field = "django.db.models.BigAutoField"
