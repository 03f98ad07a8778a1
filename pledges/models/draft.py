"""An engagement that was begun and not yet sent."""

import hashlib
import json
import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pledges.choices import PledgeSource, SectionStage
from pledges.models.form import PledgeForm


def new_token() -> str:
    """Return an unguessable token (256 bits) that stands in the addresses of one draft."""
    return secrets.token_urlsafe(32)


class PledgeDraft(models.Model):
    """Kept apart from ``Pledge``, so that no list or count must remember to leave drafts out.

    ``answers`` holds the value of each answered question by its id, in the form that a pledge keeps:
    the same in every language.
    """

    token = models.CharField(max_length=64, unique=True, default=new_token)
    form = models.ForeignKey(PledgeForm, on_delete=models.PROTECT, related_name="drafts")
    form_revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    answers = models.JSONField(default=dict)
    # What was typed and could not be kept as answers yet: texts by field name, for screens may be put in another order.
    unfinished = models.JSONField(default=dict)
    # Set where it was saved on purpose; else it is kept for a day only.
    kept_until = models.DateTimeField(null=True)
    # A member who tells more about a sent engagement, or corrects it.
    pledge = models.ForeignKey("pledges.Pledge", on_delete=models.CASCADE, null=True, related_name="changes")
    stage = models.CharField(max_length=10, choices=SectionStage.choices, default=SectionStage.JOIN)
    source = models.CharField(max_length=10, choices=PledgeSource.choices, default=PledgeSource.FORM)
    # The member of staff who types in what came on paper.
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    # Codes of ``SpamSign``, found in the first post.
    spam_signs = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True
    # What a refused deletion calls every draft: nothing of it may be told.
    named_as_holder = _("an engagement that a member is filling in")

    class Meta:
        verbose_name = _("draft engagement")
        verbose_name_plural = _("draft engagements")
        default_permissions = ()
        indexes = [models.Index(fields=["updated_at"], name="draft_changed")]

    # Not stored: whether a tick was taken out just now, because the words beside it are others by now.
    was_reworded = False

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def version(self) -> str:
        """What stands for the answers and the wording they were given to: another one as soon as either is changed.

        So it is as soon as the engagement is changed that they are for.
        """
        engagement = [self.pledge.version] if self.pledge else []
        said = json.dumps([self.form_revision_id, self.answers, *engagement], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()
