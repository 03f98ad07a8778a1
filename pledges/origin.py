"""Where a post comes from. The join form has no token and no session, so the browser's own word is all there is."""

from urllib.parse import urlsplit

from django.http import HttpRequest

# "none" is a post that no page caused, such as a restored tab. Sister sites below the same domain are ours.
OWN_FETCH_SITES = {"same-origin", "same-site", "none"}
FOREIGN_FETCH_SITE = "cross-site"


def names_another_site(request: HttpRequest) -> bool:
    """Whether the request says that another site sent it.

    ``Sec-Fetch-Site`` decides where the browser sends it, else ``Origin``, else ``Referer``. An opaque origin
    ("null") hides which site it was and counts as another. Without any of them nothing names another site.
    """
    fetch_site = request.headers.get("Sec-Fetch-Site", "").strip().lower()
    if fetch_site == FOREIGN_FETCH_SITE:
        return True
    if fetch_site in OWN_FETCH_SITES:
        return False
    source = request.headers.get("Origin") or request.headers.get("Referer")
    if not source:
        return False
    try:
        host = urlsplit(source).netloc
    except ValueError:
        return True
    return host.lower() != request.get_host().lower()
