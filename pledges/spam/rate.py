"""How much came from one connection today: engagements, mails with a link, files; without knowing whose it is.

The cache holds a number under a keyed hash of day and address, until the day is over. Neither the address nor the hash
is stored with an engagement, in the database or in a log.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from pledges.file_content import MEGABYTE

logger = logging.getLogger("pledges.spam")

# A school with several classes at work, or a town hall, comes from one address. Whoever is above it is suspected only.
MOST_A_DAY = 50
# Mails with a link to a draft: beyond that none goes out, since anybody may have them sent to strangers.
MOST_LINKS_A_DAY = 20
# Bytes of files: forty of the largest ones that a form can take, far more than a whole school class hands in.
MOST_BYTES_A_DAY = 1000 * MEGABYTE
# What is counted, each on its own.
ENGAGEMENTS, LINKS, BYTES = "sent", "links", "bytes"
# Longer than any day, so that a count never starts anew before the hash does.
KEPT_FOR = timedelta(hours=26)
# What one household or company gets: its members change the rest of an IPv6 address as they like.
IPV6_NETWORK = 64


def too_many(request: HttpRequest, counted: str = ENGAGEMENTS) -> bool:
    """Whether as many as may be have come from this connection today. No when nobody can tell."""
    key = _key(request, counted)
    most = {ENGAGEMENTS: MOST_A_DAY, LINKS: MOST_LINKS_A_DAY, BYTES: MOST_BYTES_A_DAY}[counted]
    return bool(key) and (_try(lambda: cache.get(key)) or 0) >= most


def count(request: HttpRequest, counted: str = ENGAGEMENTS, number: int = 1) -> None:
    """Count an engagement that was sent over this connection, or a link that was, or the bytes of files."""
    key = _key(request, counted)
    # What is absent begins at zero; of several that begin it at once, one does.
    if key and _try(lambda: cache.add(key, 0, KEPT_FOR.total_seconds())) is not None:
        _try(lambda: cache.incr(key, number))


def _key(request: HttpRequest, counted: str) -> str:
    """The name of today's count; empty where the address is not known, because all such visitors would share one."""
    address = visitor_network(request)
    if not address:
        return ""
    mac = salted_hmac("pledges.spam.rate", f"{timezone.localdate():%Y-%m-%d} {address}", algorithm="sha256")
    return f"pledges.{counted}.{mac.hexdigest()}"


def visitor_network(request: HttpRequest) -> str:
    """The visitor's address as the server or the proxy in front saw it; of an IPv6 address the network."""
    # A proxy puts the address it saw behind those that the visitor claims.
    said = request.META.get(settings.VISITOR_ADDRESS_HEADER, "").rpartition(",")[2].strip()
    try:
        address = ip_address(said)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped or ip_network((int(address), IPV6_NETWORK), strict=False))
    return str(address)


def _try(use_cache: Callable[[], Any]) -> Any:
    """What ``use_cache`` returns; None while the cache does not answer, which must not keep an engagement from us."""
    try:
        return use_cache()
    except Exception as error:
        # Every backend has errors of its own. Their text may hold the key.
        logger.warning("The cache did not answer: %s", type(error).__name__)
        return None
