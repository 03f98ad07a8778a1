"""The addresses of the site, the page of components, one that breaks, and one that gives out a link of a mail."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from bbacms import urls as site
from bbacms.styleguide.views import styleguide
from pledges.links import give_data_link

handler404 = site.handler404
handler500 = site.handler500


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken on purpose")


def data_link(request: HttpRequest, address: str) -> HttpResponse:
    """What the mail leads to that somebody with this ``address`` may ask for."""
    return redirect("pledges:data", give_data_link(address).signed)


urlpatterns = [
    path("styleguide/", styleguide),
    *i18n_patterns(path("broken/", broken), path("data-link/<str:address>/", data_link), prefix_default_language=True),
    *site.urlpatterns,
]
