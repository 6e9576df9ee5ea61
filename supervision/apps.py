from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """What oversees the site: it reads everything, and nobody reads it."""

    name = "supervision"
    verbose_name = "监督"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from home import front_panels
        from supervision.coverage.front import own_figures

        front_panels.register(own_figures)
