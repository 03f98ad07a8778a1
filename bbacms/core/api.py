"""Wagtail's read API at ``/api/v2/``: pages, images and documents that anybody may see, as JSON.

Page types name the fields they show in ``api_fields``; nothing of a pledge is reachable from here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from rest_framework.fields import Field
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from wagtail.api import APIField
from wagtail.api.v2.filters import FieldsFilter
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.models import Collection, CollectionViewRestriction, Page

from bbacms.core.languages import page_at
from bbacms.core.public_pages import public_pages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import QueryDict
    from rest_framework.request import Request

    from bbacms.core.models import CustomDocument, CustomImage

# Far above any list of this site; a database refuses numbers beyond 64 bits with an error of its own.
LARGEST_NUMBER = 1_000_000_000
LONGEST_VALUE = 500


def without(names: Iterable[str], *unwanted: str) -> list[str]:
    """Return ``names`` in their order, without ``unwanted``."""
    return [name for name in names if name not in unwanted]


def check_query(query: QueryDict) -> None:
    """Refuse, with a sentence and status 400, a query that Wagtail would pass on to the database unread.

    Raises BadRequestError.
    """
    for name, values in query.lists():
        for value in values:
            if "\0" in value:
                raise BadRequestError(f"null characters are not allowed for {name}")
            if len(value) > LONGEST_VALUE:
                raise BadRequestError(f"{name} cannot be longer than {LONGEST_VALUE} characters")
            if name in ("id", "offset") and not (value.isdecimal() and int(value) <= LARGEST_NUMBER):
                raise BadRequestError(f"{name} must be a number of at most {LARGEST_NUMBER}")
            if name == "search_operator" and value not in ("and", "or"):
                raise BadRequestError("search_operator must be either 'and' or 'or'")


def check_value(field: Any, value: str) -> None:
    """Refuse, with a sentence and status 400, a filter on ``field`` that the database could not answer.

    Texts are compared as they are. Raises BadRequestError.
    """
    if field.auto_created and not field.concrete:
        raise BadRequestError(f"cannot filter by {field.name}")
    if not isinstance(field, models.DateField | models.DecimalField | models.IntegerField):
        return
    try:
        known = field.to_python(value)
        field.run_validators(known)
    except ValidationError as error:
        raise BadRequestError(f"'{value}' is not a valid value for {field.name}") from error
    if isinstance(field, models.DateTimeField) and timezone.is_naive(known):
        raise BadRequestError(f"{field.name} must be a moment with its time zone, such as 2030-01-31T12:00:00Z")


class CheckedFieldsFilter(FieldsFilter):
    """Wagtail's filter by field, which passes most values on to the database unread."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        available = set(view.get_available_fields(queryset.model, db_fields_only=True))
        by_name = {field.name: field for field in queryset.model._meta.get_fields()}
        for name, value in request.GET.items():
            if name in available and name in by_name:
                check_value(by_name[name], value)
        return super().filter_queryset(request, queryset, view)


def with_checked_filter(backends: Iterable[type]) -> list[type]:
    """Return the filters of a Wagtail view with ours in place of its own."""
    return [CheckedFieldsFilter if backend is FieldsFilter else backend for backend in backends]


class TagNames(Field):
    """The names of a file's tags, from tags that the list has loaded; Wagtail's own asks once a file."""

    def to_representation(self, value: Any) -> list[str]:
        return sorted(tag.name for tag in value.all())


def file_meta_fields(names: Iterable[str]) -> list[Any]:
    """Return ``names`` with the tags written by ``TagNames``."""
    return [*without(names, "tags"), APIField("tags", serializer=TagNames())]


class AnonymousReadMixin:
    """The same answer for everybody: no session is looked at, so staff see no more than readers and nobody a cookie."""

    authentication_classes: tuple[type, ...] = ()
    permission_classes = (AllowAny,)
    renderer_classes = (JSONRenderer,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        check_query(request.GET)


def closed_collections() -> list[Collection]:
    """Return the restricted collections and all below them, whoever asks."""
    paths = tuple(CollectionViewRestriction.objects.values_list("collection__path", flat=True))
    return [collection for collection in Collection.objects.all() if collection.path.startswith(paths)] if paths else []


class PublicPagesViewSet(AnonymousReadMixin, PagesAPIViewSet):
    """Live, unrestricted pages of every language that has a home page."""

    filter_backends = with_checked_filter(PagesAPIViewSet.filter_backends)
    known_query_parameters = PagesAPIViewSet.known_query_parameters - {"site"}
    # An alias could name a page that is not public.
    meta_fields = without(PagesAPIViewSet.meta_fields, "alias_of")

    def get_base_queryset(self) -> QuerySet[Page]:
        return public_pages(self.request)

    def get_queryset(self) -> QuerySet[Page]:
        return super().get_queryset().select_related("locale")

    def find_object(self, queryset: QuerySet[Page], request: Request) -> Page | None:
        """Find by ``?html_path=/nl/…``; Wagtail itself knows only paths without language."""
        if "html_path" not in request.GET:
            return super().find_object(queryset, request)
        page = page_at(request, request.GET["html_path"])
        return queryset.filter(pk=page.pk).first() if page else None


class RenditionsField(Field):
    """The sizes of a picture that pages already use; asking for the list makes no new ones."""

    def get_attribute(self, instance: CustomImage) -> CustomImage:
        return instance

    def to_representation(self, value: CustomImage) -> list[dict[str, Any]]:
        return [
            {
                "filter": rendition.filter_spec,
                "url": rendition.url,
                "width": rendition.width,
                "height": rendition.height,
            }
            for rendition in value.renditions.all()
        ]


class PublicImagesViewSet(AnonymousReadMixin, ImagesAPIViewSet):
    """Pictures of unrestricted collections, without the original file: it may carry the place it was taken at."""

    body_fields = [*ImagesAPIViewSet.body_fields, "credit", APIField("renditions", serializer=RenditionsField())]
    meta_fields = file_meta_fields(without(ImagesAPIViewSet.meta_fields, "download_url"))
    filter_backends = with_checked_filter(ImagesAPIViewSet.filter_backends)
    listing_default_fields = [*without(ImagesAPIViewSet.listing_default_fields, "download_url"), "credit", "renditions"]
    nested_default_fields = without(ImagesAPIViewSet.nested_default_fields, "download_url")

    def get_queryset(self) -> QuerySet[CustomImage]:
        queryset = self.model.objects.exclude(collection__in=closed_collections())
        return queryset.order_by("id").prefetch_related("renditions", "tags")


class PublicDocumentsViewSet(AnonymousReadMixin, DocumentsAPIViewSet):
    """Documents of unrestricted collections."""

    meta_fields = file_meta_fields(DocumentsAPIViewSet.meta_fields)
    filter_backends = with_checked_filter(DocumentsAPIViewSet.filter_backends)

    def get_queryset(self) -> QuerySet[CustomDocument]:
        queryset = self.model.objects.exclude(collection__in=closed_collections())
        return queryset.order_by("id").prefetch_related("tags")


api_router = WagtailAPIRouter("api")
api_router.register_endpoint("pages", PublicPagesViewSet)
api_router.register_endpoint("images", PublicImagesViewSet)
api_router.register_endpoint("documents", PublicDocumentsViewSet)
