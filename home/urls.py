"""Addresses of the public site except search."""

from django.urls import path

from home.views import (
    catalogue,
    files,
    front,
    item,
    listings,
    machine,
    own_row,
    places,
    preferences,
    report,
    table_file,
    texts,
)

urlpatterns = [
    path("", front.front, name="home"),
    path("i/<path:number>/files/<int:n>/", files.text, name="item_file_text"),
    path("i/<path:number>/files/<int:n>/<str:name>", files.download, name="item_file"),
    path("i/<path:number>/table-<int:place>.<slug:kind>", table_file.table_file, name="item_table"),
    # Before the item itself, whose number may hold slashes.
    path("i/<path:number>/mine/", own_row.own_row, name="own_row"),
    path("i/<path:number>/report/", report.report, name="report"),
    path("i/<path:number>/", item.item, name="item"),
    path("domains/", listings.domains, name="domains"),
    path("domains/<slug:key>/", listings.domain, name="domain"),
    path("latest/", listings.latest, name="latest"),
    path("notices/", listings.notices, name="notices"),
    path("units/", places.units, name="units"),
    path("units/<str:code>/", places.unit, name="unit"),
    path("regions/", places.regions, name="regions"),
    path("regions/<str:code>/", places.region, name="region"),
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("mode/<slug:code>/", preferences.set_mode, name="set_mode"),
    path("lang/<slug:code>/", preferences.set_language, name="set_language"),
    path("reports/", report.find_state, name="report_find"),
    path("reports/<str:receipt>/", report.state, name="report_state"),
    path("about/", texts.about, name="about"),
    path("accessibility/", texts.accessibility, name="accessibility"),
    path("privacy/", texts.privacy, name="privacy"),
    path("sitemap/", texts.site_map, name="site_map"),
    path("sitemap.xml", machine.sitemap, name="sitemap_xml"),
    path("sitemap-<int:page>.xml", machine.sitemap_part, name="sitemap_part"),
    path("robots.txt", machine.robots, name="robots"),
]
