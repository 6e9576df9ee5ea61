from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "前台"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from disclosure import outbox, surfaces
        from home import copies, recheck, table_data
        from home.importing import held
        from home.surfaces import render_page

        surfaces.register("page", render_page)
        surfaces.register("table_files", table_data.surface)
        # It asks the site for every copy: too long for a request of the person who releases.
        outbox.register("recheck", recheck.recheck, is_long=True)
        copies.register()
        held.connect()
