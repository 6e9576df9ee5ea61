from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "明镜"

    def ready(self):
        from . import checks  # noqa: F401  registers the system checks
