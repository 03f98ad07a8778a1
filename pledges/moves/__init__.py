"""What may happen to a sent pledge (``table``), the function that does it (``make``), and taking it back (``undo``)."""

from pledges.moves.errors import MoveError, MoveNotAllowed, StalePledge
from pledges.moves.make import HOLD, Said, apply, not_possible, withdraw
from pledges.moves.merging import MERGED_HERE_ACTION, SEPARATED_HERE_ACTION, merge_refusal
from pledges.moves.table import MOVES, WITHDRAW, Mark, Move, marks_of, moves_from
from pledges.moves.undo import UNDO_ACTION, undo, undoable

__all__ = [
    "HOLD",
    "MERGED_HERE_ACTION",
    "MOVES",
    "SEPARATED_HERE_ACTION",
    "UNDO_ACTION",
    "WITHDRAW",
    "Mark",
    "Move",
    "MoveError",
    "MoveNotAllowed",
    "Said",
    "StalePledge",
    "apply",
    "marks_of",
    "merge_refusal",
    "moves_from",
    "not_possible",
    "undo",
    "undoable",
    "withdraw",
]
