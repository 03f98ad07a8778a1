"""The site's addresses and one bare view."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from bbacms.urls import handler404, handler500, urlpatterns
from tests.bench.models import BareRow

__all__ = ["handler404", "handler500", "urlpatterns"]


@csrf_exempt
def insert_one_row(request: HttpRequest) -> HttpResponse:
    """As little as a post can do that keeps something."""
    BareRow.objects.create(text=request.POST["text"])
    return HttpResponse("kept")


urlpatterns = [path("bench/bare/", insert_one_row), *urlpatterns]
