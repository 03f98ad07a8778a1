"""Addresses of the site: one list per purpose. Only what readers see stands below a language."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from bbacms.core.api import api_router
from bbacms.core.languages import redirect_to_language
from bbacms.core.robots import robots_txt
from bbacms.core.serving import serve_page
from bbacms.core.sitemap import sitemap_xml
from bbacms.core.views import healthz, readyz

Patterns = list[URLPattern | URLResolver]

handler404 = "bbacms.core.error_views.page_not_found"
handler500 = "bbacms.core.error_views.server_error"

staff_urls: Patterns = [
    path("admin/", include(wagtailadmin_urls)),
]

machine_urls: Patterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("robots.txt", robots_txt, name="robots"),
    path("sitemap.xml", sitemap_xml, name="sitemap"),
    path("api/v2/", api_router.urls),
    path("documents/", include(wagtaildocs_urls)),
]

reader_urls: Patterns = [
    path("search/", include("search.urls")),
    path("pledge/", include("pledges.urls")),
    # Wagtail's own, with our way to find a page under the name by which Wagtail writes the addresses of pages.
    # It comes last: pages take every address that is left.
    *(pattern for pattern in wagtail_urls.urlpatterns if pattern.name != "wagtail_serve"),
    re_path(wagtail_urls.serve_pattern, serve_page, name="wagtail_serve"),
]

urlpatterns: Patterns = [
    path("", redirect_to_language),
    *staff_urls,
    *machine_urls,
]

if settings.DEBUG:
    from bbacms.dev_mail import sent_mail
    from bbacms.styleguide.views import styleguide

    urlpatterns += [path("dev/mail/", sent_mail), path("styleguide/", styleguide)]
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)

urlpatterns += i18n_patterns(*reader_urls, prefix_default_language=True)
