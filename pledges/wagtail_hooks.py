"""Registers what the engagement app adds to Wagtail's admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail_modeladmin.options import modeladmin_register

from pledges.changes import LOG_ACTION
from pledges.checklist import CHECK_ACTION
from pledges.consents import WITHDRAWN_CONSENT_ACTION
from pledges.form_viewset import PledgeFormViewSet
from pledges.inbox.bulk.actions import BULK_ACTIONS
from pledges.inbox.export.run import LOG_ACTION as EXPORT_ACTION
from pledges.inbox.person import HAND_OVER_ACTION
from pledges.inbox.twin_words import WORDS, register_twin_log_actions
from pledges.inbox.viewset import InboxViewSet
from pledges.inbox.visits import OPEN_FILE_ACTION, SEE_ACTION
from pledges.inbox.waiting import add_engagements, add_erasures, add_failed_mail
from pledges.ledgers import LEDGERS
from pledges.mail.again import SEND_AGAIN_ACTION
from pledges.mail.undelivered import BOUNCED_ACTION, FAILED_ACTION, BouncedFormatter, FailedFormatter
from pledges.mail_text_viewset import MailTextViewSet
from pledges.models import Pledge
from pledges.moves import MOVES, UNDO_ACTION, WITHDRAW
from pledges.notes import NOTE_ACTION
from pledges.paper import ENTERED_ACTION
from pledges.permissions import pledge_policy
from pledges.personal_data.erasure import ERASE_ACTION, FORGET_ACTION
from pledges.personal_data.handover import TAKEN_ACTION
from pledges.personal_data.holding import HOLD_ACTION, LET_GO_ACTION
from pledges.personal_data.retention import EXPIRE_ACTION
from pledges.personal_link import REVOKE_ACTION, SEND_ACTION
from pledges.pictures import PUBLISH_ACTION
from pledges.proposals import LEAVE_ACTION, TAKE_OVER_ACTION

if TYPE_CHECKING:
    from wagtail.admin.viewsets.base import ViewSet
    from wagtail.log_actions import LogActionRegistry

# Before any viewset is made: whoever asks earlier would get Wagtail's default policy.
register_permission_policy(Pledge, pledge_policy)

register_snippet(PledgeFormViewSet)

for ledger in LEDGERS:
    hooks.register("register_lists_menu_item", modeladmin_register(ledger)().get_menu_item)
hooks.register("construct_what_waits", add_engagements, order=-2)
hooks.register("construct_what_waits", add_failed_mail, order=-1)
hooks.register("construct_what_waits", add_erasures, order=-1)

for bulk_action in BULK_ACTIONS:
    hooks.register("register_bulk_action", bulk_action)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    return [InboxViewSet(), MailTextViewSet()]


@hooks.register("register_log_actions")
def register_move_log_actions(actions: LogActionRegistry) -> None:
    for move in (*MOVES.values(), WITHDRAW):
        if move.log_action not in WORDS:
            actions.register_action(move.log_action, move.label, move.done)
    actions.register_action(EXPORT_ACTION, _("Export"), _("It was exported."))
    actions.register_action(ENTERED_ACTION, _("Enter from paper"), _("It came on paper and was typed in."))
    actions.register_action(UNDO_ACTION, _("Undo"), _("The last move was taken back."))
    actions.register_action(PUBLISH_ACTION, _("Publish picture"), _("A picture of it was put into the image library."))
    actions.register_action(
        SEND_ACTION, _("Send a new personal link"), _("A new personal link was sent to the member.")
    )
    actions.register_action(TAKE_OVER_ACTION, _("Take over changes"), _("The changes of the member were taken over."))
    actions.register_action(LEAVE_ACTION, _("Leave as it is"), _("The changes of the member were not taken over."))
    actions.register_action(REVOKE_ACTION, _("Revoke the personal link"), _("The personal link was revoked."))
    actions.register_action(NOTE_ACTION, _("Add a note"), _("A note was written."))
    actions.register_action(CHECK_ACTION, _("Keep the checklist"), _("The checklist was changed."))
    actions.register_action(SEND_AGAIN_ACTION, _("Send again"), _("A mail that had failed was sent again."))


hooks.register("register_log_actions", register_twin_log_actions)


@hooks.register("register_log_actions")
def register_mail_log_actions(actions: LogActionRegistry) -> None:
    """What the mail server says of the mails about an engagement."""
    actions.register_action(FAILED_ACTION)(FailedFormatter)
    actions.register_action(BOUNCED_ACTION)(BouncedFormatter)


@hooks.register("register_log_actions")
def register_access_log_actions(actions: LogActionRegistry) -> None:
    """Who looked at contact data."""
    actions.register_action(SEE_ACTION, _("Looked at"), _("It was looked at."))
    actions.register_action(OPEN_FILE_ACTION, _("Download a file"), _("A file was downloaded."))


@hooks.register("register_log_actions")
def register_personal_data_log_actions(actions: LogActionRegistry) -> None:
    """What becomes of personal data: kept longer, removed after its time, erased at somebody's wish."""
    actions.register_action(HOLD_ACTION, _("Keep for longer"), _("It is kept for longer than its time."))
    actions.register_action(LET_GO_ACTION, _("Let it go"), _("It is kept for its time only."))
    actions.register_action(
        EXPIRE_ACTION, _("Remove after its time"), _("Its time was over; personal data were removed.")
    )
    actions.register_action(
        HAND_OVER_ACTION, _("Hand over"), _("All that is held about the person was put into a file.")
    )
    actions.register_action(ERASE_ACTION, _("Erase"), _("Personal data were erased at the wish of the person."))
    actions.register_action(
        FORGET_ACTION, _("Forget an address"), _("What was held about somebody else was erased from it.")
    )


@hooks.register("register_log_actions")
def register_member_log_actions(actions: LogActionRegistry) -> None:
    """What a member does by the links of the mails."""
    actions.register_action(LOG_ACTION, _("Changed by the member"), _("The member changed answers."))
    actions.register_action(TAKEN_ACTION, _("Data downloaded"), _("The member downloaded all that is held."))
    actions.register_action(WITHDRAWN_CONSENT_ACTION, _("Consent withdrawn"), _("The member withdrew a consent."))
