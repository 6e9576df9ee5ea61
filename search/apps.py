from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("检索")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from disclosure import surfaces
        from search import indexing
        from search.upkeep import copies, list_copies

        from .alerts import sending
        from .feeds import sources

        indexing.register()
        copies.register()
        list_copies.register()
        surfaces.register("feeds", sources.render_surface)
        sending.register()
