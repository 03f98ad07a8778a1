"""What every view of the join form does before and after its own work."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from pledges.models import JoinPage, Pledge, PledgeForm, SentChange
from pledges.origin import names_another_site
from pledges.uploads import StreamedUploads
from pledges.views.addresses import changed_address, received_address

# As many digits as a body could ever have: from thousands on Python refuses to read a number.
LENGTH = re.compile("[0-9]{1,18}")
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")

View = Callable[..., HttpResponseBase]


class SeeOther(HttpResponseRedirect):
    """After a post: look there, with a GET."""

    status_code = 303


def no_files(*args: Any, **kwargs: Any) -> int:
    return 0


def visitor_view(view: View, upload_limit: Callable[..., int] = no_files) -> View:
    """Make a view of the join form: private answers, and posts refused that cannot come from the form.

    ``upload_limit`` is given the request and what stands in the address, and says how many bytes of files may come with
    a post, before its body is read.

    The view is exempt from the CSRF token, because the page it is sent from is the same for everybody and sets no
    cookie. In its place, a post that names another site is refused.
    """

    @csrf_exempt
    @sensitive_post_parameters()
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        refusal = (
            _refusal(request, partial(upload_limit, request, *args, **kwargs)) if request.method == "POST" else None
        )
        response = refusal or view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex"
        # Not no-referrer: that turns the Origin of the next post into "null".
        response["Referrer-Policy"] = "same-origin"
        return response

    return guarded


def _refusal(request: HttpRequest, upload_limit: Callable[[], int]) -> HttpResponse | None:
    """The answer to a post that is not read at all; None for one that can be."""
    if names_another_site(request):
        return _refused(
            request, 403, _("This came from another website, so it was not taken. Please use our own form.")
        )
    length = _length(request)
    if length is None:
        return _refused(request, 400, _("This was not sent by our form, so it could not be read."))
    charset = (request.content_params or {}).get("charset", "utf-8")
    if length and (request.content_type not in FORM_TYPES or charset.lower() != "utf-8"):
        return _refused(request, 415, _("This was not sent by our form, so it could not be read."))
    files = upload_limit() if request.content_type == "multipart/form-data" else 0
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if limit and length > limit + files:
        too_large = _("These files are far too large, so nothing was taken. Please go back and choose smaller ones.")
        return _refused(request, 413, too_large) if files else _too_long(request)
    # Where no file is asked for, what comes in as one is thrown away instead of being written to disk.
    request.upload_handlers = [StreamedUploads(request)] if files else []
    try:
        request.POST  # noqa: B018  parses the body, and so finds out whether it can be read
    except RequestDataTooBig:
        return _too_long(request)
    except (SuspiciousOperation, BadRequest, MultiPartParserError, ValueError):
        return _refused(request, 400, _("This was not sent by our form, so it could not be read."))
    return None


def _too_long(request: HttpRequest) -> HttpResponse:
    sentence = _(
        "This is far more text than the form can take, so nothing of it was taken. Please go back in your browser, "
        "where it still stands, and shorten it. What you sent before is kept."
    )
    return _refused(request, 413, sentence)


def _length(request: HttpRequest) -> int | None:
    """How many bytes the post says it has, 0 where it has no body; None where nobody can tell."""
    said = request.META.get("CONTENT_LENGTH") or ""
    if not said:
        # In pieces of unknown length: the body is never read, and all that was typed would seem left empty.
        return None if "Transfer-Encoding" in request.headers else 0
    return int(said) if LENGTH.fullmatch(said) else None


def _refused(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    context: dict[str, Any] = {"heading": _("This could not be sent"), "sentence": sentence}
    if status == 413 and request.resolver_match and "token" in request.resolver_match.kwargs:
        # Begun already: the join form would begin anew.
        context["way_back"] = request.path
    else:
        context["join_page"] = join_page_here(request)
    return render(request, "pledges/message.html", context, status=status)


def not_found(request: HttpRequest) -> HttpResponse:
    """The answer for a token that was never given out, or whose draft has expired."""
    context = {
        "heading": _("This engagement was not found"),
        "sentence": _(
            "The address may be incomplete, or more than a day has passed since you last typed: "
            "what was not sent is removed after 24 hours. You can begin again at any time."
        ),
        "join_page": join_page_here(request),
    }
    return render(request, "pledges/message.html", context, status=404)


def without_draft(request: HttpRequest, token: str, *, saved: bool = False) -> HttpResponse:
    """What was sent already leads to its received page; nothing else is known of the token.

    With ``saved`` that page says so of a change: for whoever pressed "Send" twice, not for whoever sent something else.
    """
    if Pledge.objects.filter(token=token).exists():
        return SeeOther(received_address(token))
    change = SentChange.objects.select_related("pledge").filter(token=token).first()
    if change is None:
        return not_found(request)
    return SeeOther(changed_address(change.pledge) if saved else received_address(change.pledge.token or ""))


def link_not_valid(request: HttpRequest, ask_url: str = "") -> HttpResponse:
    """The answer for a link of a mail that is altered, used up, revoked or too old; it does not say which.

    ``ask_url`` is where a new one can be asked for, if anywhere.
    """
    context = {
        "heading": _("This link is not valid any more"),
        "sentence": _(
            "It may be incomplete, too old, or replaced by a newer one. Please copy it whole from the newest mail, or "
            "answer that mail: we will help you."
        ),
        "ask_url": ask_url,
        "join_page": None if ask_url else join_page_here(request),
    }
    return render(request, "pledges/message.html", context, status=404)


def deleted(request: HttpRequest) -> HttpResponse:
    """The answer after a member deleted a draft."""
    context = {
        "heading": _("What you typed is deleted"),
        "sentence": _("Nothing of it was sent and nothing of it is kept. You can begin again at any time."),
        "join_page": join_page_here(request),
    }
    return render(request, "pledges/message.html", context)


def form_closed(
    request: HttpRequest, rows: list[Any], form: PledgeForm | None, page: JoinPage | None = None
) -> HttpResponse:
    """The answer when ``form`` was closed meanwhile: says so with its message, and shows everything that was typed."""
    context = {"rows": rows, "closed_form": form, "join_page": page or join_page_here(request)}
    return render(request, "pledges/closed.html", context, status=409)


def decided_meanwhile(request: HttpRequest, rows: list[Any]) -> HttpResponse:
    """The answer when staff decided on an engagement while its member was changing it: shows everything typed."""
    context = {"rows": rows, "decided": True, "join_page": join_page_here(request)}
    return render(request, "pledges/closed.html", context, status=409)


def join_page_here(request: HttpRequest) -> JoinPage | None:
    """The join page in the language of the address, where there is one to lead to."""
    return JoinPage.objects.live().public().filter(locale__language_code=request.LANGUAGE_CODE).first()
