"""How much came from one connection today: engagements, mails with a link, files; without knowing whose it is.

The same is counted for what goes out to one e-mail address: receipts, links to what is held about it. The cache holds
a number under a keyed hash of day and address, until the day is over. Neither the address nor the hash is stored with
an engagement, in the database or in a log.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import cache as cache_result
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
# Questions what is held about an address.
MOST_ASKED_A_DAY = 20
# Bytes of files: forty of the largest ones that a form can take, far more than a whole school class hands in.
MOST_BYTES_A_DAY = 1000 * MEGABYTE
# What is counted, each on its own.
ENGAGEMENTS, LINKS, BYTES, RECEIPTS, ASKED = "sent", "links", "bytes", "receipts", "asked"
# Mails of a kind to one e-mail address: anybody may write a stranger's into a form.
MOST_TO_ONE_A_DAY = 3
# Longer than any day, so that a count never starts anew before the hash does.
KEPT_FOR = timedelta(hours=26)
# What one household or company gets: its members change the rest of an IPv6 address as they like.
IPV6_NETWORK = 64


def too_many(request: HttpRequest, counted: str = ENGAGEMENTS) -> bool:
    """Whether as many as may be have come from this connection today. No when nobody can tell."""
    most = {
        ENGAGEMENTS: MOST_A_DAY,
        LINKS: MOST_LINKS_A_DAY,
        BYTES: MOST_BYTES_A_DAY,
        ASKED: MOST_ASKED_A_DAY,
    }[counted]
    return _number(_key(counted, visitor_network(request))) >= most


def count(request: HttpRequest, counted: str = ENGAGEMENTS, number: int = 1) -> None:
    """Count what came over this connection: an engagement, a link that was sent or asked for, bytes of files."""
    _add(_key(counted, visitor_network(request)), number)


def too_many_to(recipient: str, counted: str = RECEIPTS) -> bool:
    """Whether as many mails of a kind as may be have gone to this e-mail address today."""
    return _number(_key(counted, _mailbox(recipient))) >= MOST_TO_ONE_A_DAY


def count_to(recipient: str, counted: str = RECEIPTS) -> None:
    """Count a mail to this e-mail address."""
    _add(_key(counted, _mailbox(recipient)), 1)


def _number(key: str) -> int:
    return (_try(lambda: cache.get(key)) or 0) if key else 0


def _add(key: str, number: int) -> None:
    # What is absent begins at zero; of several that begin it at once, one does.
    if key and _try(lambda: cache.add(key, 0, KEPT_FOR.total_seconds())) is not None:
        _try(lambda: cache.incr(key, number))


def _key(counted: str, address: str) -> str:
    """The name of today's count; empty where the address is not known, because all such visitors would share one."""
    if not address:
        return ""
    mac = salted_hmac("pledges.spam.rate", f"{timezone.localdate():%Y-%m-%d} {address}", algorithm="sha256")
    return f"pledges.{counted}.{mac.hexdigest()}"


def _mailbox(recipient: str) -> str:
    """The address without what leads into the same box in other letters: an+1@… reaches the reader of an@… too."""
    local, _at, domain = recipient.casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}" if domain else ""


def visitor_network(request: HttpRequest) -> str:
    """The visitor's address as the server or the proxy in front saw it; of an IPv6 address the network."""
    # A proxy puts the address it saw behind those that the visitor claims.
    said = request.META.get(settings.VISITOR_ADDRESS_HEADER, "").rpartition(",")[2].strip()
    try:
        address = ip_address(_without_port(said))
    except ValueError:
        _warn_of_unknown_addresses()
        return ""
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped or ip_network((int(address), IPV6_NETWORK), strict=False))
    return str(address)


def _without_port(said: str) -> str:
    """An address as some proxies write it, without brackets and port: ``192.0.2.1:443``, ``[2001:db8::1]:443``."""
    if said.startswith("["):
        return said[1:].partition("]")[0]
    # Of more than one colon, all belong to an IPv6 address.
    return said.partition(":")[0] if said.count(":") == 1 else said


@cache_result
def _warn_of_unknown_addresses() -> None:
    """Tell whoever runs the site, once in each process, that no limit holds; what was said is not repeated."""
    logger.warning(
        "The address of a visitor could not be read from %s: no limit holds for such visitors.",
        settings.VISITOR_ADDRESS_HEADER,
    )


def _try(use_cache: Callable[[], Any]) -> Any:
    """What ``use_cache`` returns; None while the cache does not answer, which must not keep an engagement from us."""
    try:
        return use_cache()
    except Exception as error:
        # Every backend has errors of its own. Their text may hold the key.
        logger.warning("The cache did not answer: %s", type(error).__name__)
        return None
