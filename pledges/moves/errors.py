"""Why a move was not made. Nothing was written; ``message`` says why, to the person who tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class MoveError(Exception):
    """A move that was not made."""

    def __init__(self, message: StrOrPromise) -> None:
        super().__init__(message)
        self.message = message


class StalePledge(MoveError):  # noqa: N818  named for what is the case, like PermissionDenied
    """Somebody else changed the pledge after the person had opened it."""

    def __init__(self, state: StrOrPromise) -> None:
        super().__init__(
            _(
                "Somebody changed this engagement while you had it open. It is now: %(state)s. "
                "Nothing of yours was saved; please look again before you decide."
            )
            % {"state": state}
        )


class StaleOther(StalePledge):
    """Somebody else changed the pledge that this one was to be merged into."""

    def __init__(self, number: str, state: StrOrPromise) -> None:
        MoveError.__init__(
            self,
            _(
                "Somebody changed the other engagement, %(number)s, while you had it open. It is now: %(state)s. "
                "Nothing of yours was saved; please look again before you decide."
            )
            % {"number": number, "state": state},
        )


class MoveNotAllowed(MoveError):  # noqa: N818
    """The pledge's state does not allow the move, or the move lacks what it needs."""
