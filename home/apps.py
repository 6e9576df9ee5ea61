from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "前台"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from disclosure import surfaces
        from home.importing import admin_hooks, held
        from home.surfaces import render_page

        surfaces.register("page", render_page)
        held.connect()
        admin_hooks.connect()
