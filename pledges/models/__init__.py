"""Models of the engagement app, one job per module."""

from pledges.models.bulk_run import BulkItem, BulkRun
from pledges.models.case_words import CaseWords
from pledges.models.change import SentChange
from pledges.models.change_request import ChangeRequest
from pledges.models.checked_criterion import CheckedCriterion
from pledges.models.consent import ConsentRecord
from pledges.models.desk_count import DeskCount
from pledges.models.draft import PledgeDraft
from pledges.models.erasure_record import ErasureRecord
from pledges.models.export_record import ExportRecord
from pledges.models.file import PledgeFile
from pledges.models.form import PledgeForm
from pledges.models.join_page import JoinPage
from pledges.models.kept_total import KeptTotal
from pledges.models.link import MemberLink
from pledges.models.mail import MailSettings, MailText, OutgoingMail
from pledges.models.match_key import MatchKey
from pledges.models.not_the_same import NotTheSame
from pledges.models.note import PledgeNote
from pledges.models.pledge import Answer, Contribution, Pledge
from pledges.models.proposal import ProposedChange
from pledges.models.register_page import RegisterPage
from pledges.models.retention_run import RetentionRun
from pledges.models.spam import SpamSettings

__all__ = [
    "Answer",
    "BulkItem",
    "BulkRun",
    "CaseWords",
    "ChangeRequest",
    "CheckedCriterion",
    "ConsentRecord",
    "Contribution",
    "DeskCount",
    "ErasureRecord",
    "ExportRecord",
    "JoinPage",
    "KeptTotal",
    "MailSettings",
    "MailText",
    "MatchKey",
    "MemberLink",
    "NotTheSame",
    "OutgoingMail",
    "Pledge",
    "PledgeDraft",
    "PledgeFile",
    "PledgeForm",
    "PledgeNote",
    "ProposedChange",
    "RegisterPage",
    "RetentionRun",
    "SentChange",
    "SpamSettings",
]
