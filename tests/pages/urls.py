"""The addresses of the site, and one that breaks, to see the page that readers get then."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import path

from bbacms import urls as site

handler404 = site.handler404
handler500 = site.handler500


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken on purpose")


urlpatterns = [*i18n_patterns(path("broken/", broken), prefix_default_language=True), *site.urlpatterns]
