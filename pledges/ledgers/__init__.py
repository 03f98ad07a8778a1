"""Read-only ledgers: lists that staff may look at and take with them, and nobody may change."""

from pledges.ledgers.consents import ConsentLedger
from pledges.ledgers.erasures import ErasureLedger
from pledges.ledgers.exports import ExportLedger
from pledges.ledgers.mails import UNDELIVERED_QUERY, OutgoingMailLedger
from pledges.ledgers.retention_runs import RetentionRunLedger

LEDGERS = (OutgoingMailLedger, ConsentLedger, ExportLedger, RetentionRunLedger, ErasureLedger)

__all__ = ["LEDGERS", "UNDELIVERED_QUERY", "ConsentLedger", "ErasureLedger", "ExportLedger", "OutgoingMailLedger"]
