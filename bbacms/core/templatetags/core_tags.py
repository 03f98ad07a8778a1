"""Template tags of the site's frame and components."""

from __future__ import annotations

import json
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from wagtail.images.models import Picture
from wagtail.models import Page

from bbacms.core.frame import IN_LANGUAGE, LanguageLink, MenuLink, SiteFrame, frame_for
from bbacms.core.icons import offered_icon
from bbacms.core.models import BasePage
from bbacms.core.pictures import FORMATS, PRESETS, SHARE_SPEC, attach_renditions, existing_renditions, focus_classes

if TYPE_CHECKING:
    from bbacms.core.models import CustomImage, CustomRendition

register = template.Library()
register.filter("offered_icon", offered_icon)

MAX_DECIMALS = 2
# The characters that could end a script element or start a comment in it.
JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def site_frame(context: template.Context) -> SiteFrame | None:
    """The frame of this request: settings, site name, home address. ``None`` where there is no request."""
    request = context.get("request")
    if request is None:
        return None
    page = context.get("page")
    return frame_for(request, page if isinstance(page, Page) else None)


@register.simple_tag(takes_context=True)
def header_menu(context: template.Context) -> list[MenuLink]:
    """The header menu, each entry in the reader's language where its page exists in it."""
    frame = site_frame(context)
    return frame.header_menu if frame else []


@register.simple_tag(takes_context=True)
def footer_menu(context: template.Context) -> list[MenuLink]:
    """The footer links, each in the reader's language where its page exists in it."""
    frame = site_frame(context)
    return frame.footer_menu if frame else []


@register.simple_tag(takes_context=True)
def language_links(context: template.Context, home_only: bool = False) -> list[LanguageLink]:
    """The language switch; ``home_only`` on error pages, whose address exists in no language."""
    frame = site_frame(context)
    return frame.language_links(home_only=bool(home_only)) if frame else []


@register.simple_tag(takes_context=True)
def page_languages(context: template.Context) -> list[LanguageLink]:
    """The languages the shown page exists in, for ``hreflang``; empty on views that show no page."""
    frame = site_frame(context)
    return [link for link in frame.page_languages if link.url] if frame else []


@register.simple_tag(takes_context=True)
def breadcrumb_pages(context: template.Context) -> list[Page]:
    """The pages above the shown one that a visitor may read, from the home page down; the page itself may say less."""
    page, request = context.get("page"), context.get("request")
    return page.get_breadcrumbs(request) if isinstance(page, BasePage) and request is not None else []


@register.simple_tag(takes_context=True)
def join_url(context: template.Context) -> str:
    """Address of the join page in the reader's language; empty when there is none."""
    frame = site_frame(context)
    return frame.landmark_url("join") if frame else ""


@register.simple_tag(takes_context=True)
def stories_url(context: template.Context) -> str:
    """Address of the list of stories in the reader's language; empty when there is none."""
    frame = site_frame(context)
    return frame.landmark_url("stories") if frame else ""


@register.simple_tag(takes_context=True)
def register_url(context: template.Context) -> str:
    """Address of the register page in the reader's language; empty when there is none."""
    frame = site_frame(context)
    return frame.landmark_url("register") if frame else ""


@register.simple_tag(takes_context=True)
def absolute_url(context: template.Context, address: str) -> str:
    """``address`` with scheme and host of this request; unchanged where it has them or there is no request."""
    request = context.get("request")
    return request.build_absolute_uri(address) if request is not None and address else address


@register.simple_tag
def page_numbers(page_obj: Any) -> list[int | None]:
    """The page numbers to show around the current one; ``None`` stands for the ones left out."""
    numbers = page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in numbers]


@register.simple_tag(takes_context=True)
def has_session(context: template.Context) -> bool:
    """Whether the request carries a session cookie. Asks the cookie, not the session, so that a page for readers
    stays the same for all of them and may be cached."""
    request = context.get("request")
    return request is not None and settings.SESSION_COOKIE_NAME in request.COOKIES


@register.filter
def language_note(code: str) -> str:
    """``in English`` for ``en``, said in the reader's language; empty for an unknown code."""
    return str(IN_LANGUAGE.get(code, ""))


@register.filter(name="figure")
def figure_filter(value: Any) -> str:
    """Write a number as the reader's language does: thousands separated, at most two decimals, no idle zeros.

    Empty for ``None``; anything that is not a finite number is returned as it came.
    """
    if value is None:
        return ""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if not number.is_finite():
        return str(value)
    number = number.quantize(Decimal(1).scaleb(-MAX_DECIMALS), rounding=ROUND_HALF_UP)
    decimals = len(f"{number:f}".partition(".")[2].rstrip("0"))
    return number_format(number, decimal_pos=decimals, force_grouping=True)


@register.simple_tag
def figure(value: Any) -> str:
    """The same as the filter of this name, for ``{% figure value as text %}``."""
    return figure_filter(value)


@register.filter
def bar_width(share: float | None) -> str:
    """Width of a progress bar from a share (1 is all of it), 0 to 100, with a point whatever the language.

    Anything above nothing is at least wide enough to be seen; the number beside it says how much it is.
    """
    if not share or share < 0:
        return "0"
    return f"{min(100.0, max(0.6, share * 100)):.2f}"


@register.simple_tag
def preset_picture(image: CustomImage | None, alt: str = "", preset: str = "card", priority: Any = False) -> SafeString:
    """Wagtail's ``<picture>`` in the sizes of a preset, from sizes that exist; none is made on a request.

    Without any size yet, an empty frame that carries the alternative text. Raises ``KeyError`` for an unknown preset.
    """
    if image is None:
        return SafeString("")
    renditions = _renditions_by_width(image, preset)
    if not renditions:
        return format_html('<span class="picture__missing" role="img" aria-label="{}"></span>', alt)
    classes = f"picture__image {focus_classes(image)}".strip()
    attributes = {"alt": alt or "", "sizes": PRESETS[preset].sizes, "class": classes}
    attributes |= {"fetchpriority": "high"} if priority else {"loading": "lazy", "decoding": "async"}
    return Picture(renditions, attributes).__html__()


@register.simple_tag
def picture_preload(image: CustomImage | None, preset: str) -> SafeString:
    """Tell the browser of the lead picture before it has read that far, in the format it would choose there.

    Empty without a picture or sizes. Raises ``KeyError`` for an unknown preset.
    """
    if image is None:
        return SafeString("")
    best = [each for spec, each in _renditions_by_width(image, preset).items() if spec.endswith(f"-{FORMATS[0]}")]
    if not best:
        return SafeString("")
    return format_html(
        '<link rel="preload" as="image" type="image/{}" imagesrcset="{}" imagesizes="{}" fetchpriority="high">',
        FORMATS[0],
        ", ".join(f"{each.url} {each.width}w" for each in best),
        PRESETS[preset].sizes,
    )


def _renditions_by_width(image: CustomImage, preset: str) -> dict[str, CustomRendition]:
    """The sizes that exist, by filter spec. A small original has one width for several specs; each is named once."""
    attach_renditions([image])
    chosen: dict[str, CustomRendition] = {}
    seen: set[tuple[str, int]] = set()
    for spec, rendition in existing_renditions(image, PRESETS[preset].filter_specs).items():
        key = (spec.rpartition("-")[2], rendition.width)
        if key not in seen:
            seen.add(key)
            chosen[spec] = rendition
    return chosen


@register.simple_tag
def share_image(page: Any) -> Any:
    """The picture other sites show for a page: a rendition, or ``None``. Makes none."""
    image = getattr(page, "shared_image", None)
    return existing_renditions(image, [SHARE_SPEC]).get(SHARE_SPEC) if image else None


@register.simple_tag(takes_context=True)
def page_address(context: template.Context) -> str:
    """Full address of the shown page; empty on views that show none, and for a page that has no address yet."""
    frame = site_frame(context)
    if frame is None or frame.page is None:
        return ""
    return frame.page.get_full_url(frame.request) or ""


@register.simple_tag
def structured_data_scripts(entries: list[dict[str, Any]] | None) -> SafeString:
    """JSON-LD of the page, one element an entry, safe whatever its texts contain."""

    def write(entry: dict[str, Any]) -> SafeString:
        text = json.dumps(entry, cls=DjangoJSONEncoder, ensure_ascii=False).translate(JSON_ESCAPES)
        return mark_safe(text)  # noqa: S308  every character that could leave the element is escaped above

    return format_html_join(
        "\n", '<script type="application/ld+json">{}</script>', ((write(entry),) for entry in entries or [])
    )
