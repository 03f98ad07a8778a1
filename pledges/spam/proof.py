"""Proof of work by the protocol of ALTCHA: the sender's browser does a sum that costs it a moment, on its own.

Ships switched off (``SpamSettings``). Challenge and answer travel on the check page, which is private to one draft:
no address, no cookie and no service has to be asked. Each draft has keys of its own, and is sent once, so an answer
serves no second time.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from altcha import create_challenge, verify_solution
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from pledges.models import PledgeDraft

FIELD = "altcha"
ALGORITHM = "PBKDF2/SHA-256"
# Rounds of one try, and between how many tries the right one lies: half a second on a cheap telephone, while whoever
# sends thousands pays for each.
COST = 5000
FEWEST_TRIES, MOST_TRIES = 50, 150


@dataclass(frozen=True)
class _Keys:
    """What signs the challenge of one draft, and its answer."""

    challenge: str
    answer: str

    @classmethod
    def of(cls, draft: PledgeDraft) -> _Keys:
        return cls(
            *(
                salted_hmac(f"pledges.spam.proof.{use}", draft.token, algorithm="sha256").hexdigest()
                for use in ("challenge", "answer")
            )
        )


def challenge_for(draft: PledgeDraft) -> str:
    """Return a new challenge to the sender of ``draft``, as JSON. It lasts as long as the draft."""
    keys = _Keys.of(draft)
    challenge = create_challenge(
        ALGORITHM,
        COST,
        counter=FEWEST_TRIES + secrets.randbelow(MOST_TRIES - FEWEST_TRIES),
        hmac_secret=keys.challenge,
        hmac_key_secret=keys.answer,
    )
    return json.dumps(challenge.to_dict())


def is_solved(draft: PledgeDraft, payload: str) -> bool:
    """Whether ``payload``, whatever it is, holds the answer to a challenge that was made for ``draft``."""
    keys = _Keys.of(draft)
    return verify_solution(payload, keys.challenge, hmac_key_secret=keys.answer).verified
