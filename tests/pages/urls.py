"""The addresses of the site, the page of components, and one that breaks, to see what readers get then."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import path

from bbacms import urls as site
from bbacms.styleguide.views import styleguide

handler404 = site.handler404
handler500 = site.handler500


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken on purpose")


urlpatterns = [
    path("styleguide/", styleguide),
    *i18n_patterns(path("broken/", broken), prefix_default_language=True),
    *site.urlpatterns,
]
