"""A sent engagement, what it brings to the targets, and its answers as they were given.

None of these models is indexed by Wagtail's search or reference index: contact data must not reach either.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bbacms.core.choices import Region
from bbacms.core.models import ActorKind, Indicator, Objective
from pledges.choices import OPEN_STATES, WAITING_STATES, Erasure, PledgeSource, PledgeState, PrivacyClass
from pledges.models.form import PledgeForm
from pledges.querysets import PledgeQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What stands in the place of the state while a pledge may be spam.
SUSPECTED_LABEL = _("suspected spam")
# And while it is the same as another one.
MERGED_LABEL = _("counted with another one")
# No 0/O, 1/I/L or U: a public id is read out on the telephone and typed from paper.
PUBLIC_ID_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
PUBLIC_ID_LENGTH = 8


def new_public_id() -> str:
    """Return a random public id of a pledge, such as ``7KQ2-M9XC``; it says nothing about the row number."""
    characters = [secrets.choice(PUBLIC_ID_ALPHABET) for _position in range(PUBLIC_ID_LENGTH)]
    return "".join(characters[:4]) + "-" + "".join(characters[4:])


class Pledge(models.Model):
    """One voluntary engagement as a member sent it. Moves between states go through ``pledges.moves`` alone."""

    public_id = models.CharField(_("number"), max_length=20, unique=True, default=new_public_id, editable=False)
    # The draft's token: sending the same draft twice finds the pledge it became instead of making a second.
    # Null, not empty, for imported ones: only nulls may repeat in a unique column.
    token = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001
    form = models.ForeignKey(
        PledgeForm, on_delete=models.PROTECT, null=True, related_name="pledges", verbose_name=_("form"), editable=False
    )
    form_revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    source = models.CharField(_("came in by"), max_length=10, choices=PledgeSource.choices, default=PledgeSource.FORM)
    state = models.CharField(_("state"), max_length=20, choices=PledgeState.choices, default=PledgeState.SUBMITTED)
    # Codes of ``SpamSign``: a mark beside the state. Cleared by every move but the one that says it is spam.
    spam_signs = models.CharField(max_length=100, blank=True, editable=False)
    # Raised by every move, so that two people deciding at once is noticed.
    version = models.PositiveIntegerField(default=1, editable=False)
    submitted_at = models.DateTimeField(_("received"), auto_now_add=True)
    # Since when it stands in its state: what is overdue counts from here.
    state_since = models.DateTimeField(default=timezone.now, editable=False)
    # Set while an answer of the member to what staff asked waits for them: such a case comes first.
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    # Set while a change that the member made since it was accepted waits for staff.
    proposed_at = models.DateTimeField(_("changed by the member"), null=True, blank=True, editable=False)
    # Whether staff have something to do about it. Worked out by the database, so that no write can forget it.
    is_to_do = models.GeneratedField(
        expression=models.ExpressionWrapper(
            Q(merged_into__isnull=True)
            & (Q(state__in=sorted(WAITING_STATES)) | Q(state=PledgeState.ACCEPTED, proposed_at__isnull=False)),
            output_field=models.BooleanField(),
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    # Since when somebody is waited for, staff or the member; null where nobody is.
    waits_since = models.GeneratedField(
        expression=models.Case(
            models.When(merged_into__isnull=False, then=None),
            models.When(state__in=sorted({*WAITING_STATES, PledgeState.CHANGES_REQUESTED}), then="state_since"),
            # What is closed waits for nobody, whatever its member changed before.
            models.When(state=PledgeState.ACCEPTED, then="proposed_at"),
            default=None,
        ),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    # The day on which the retention rules take it, once staff were warned of it: see ``pledges.personal_data``.
    leaves_on = models.DateField(_("will be removed on"), null=True, blank=True, editable=False)
    # Set while staff keep it beyond that, and why: words for staff.
    held_at = models.DateTimeField(null=True, blank=True, editable=False)
    held_because = models.TextField(_("why it is kept"), max_length=1000, blank=True, editable=False)
    # Set once nothing of it names a person any more.
    erased_at = models.DateTimeField(_("personal data removed"), null=True, blank=True, editable=False)
    erasure = models.CharField(max_length=10, choices=Erasure.choices, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assigned to"),
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )
    # A story is one row per language; its translation key is what they share.
    story_key = models.UUIDField(_("story"), null=True, blank=True, unique=True)

    title = models.CharField(_("title"), max_length=255)
    summary = models.TextField(_("summary"), blank=True)
    name = models.CharField(_("contact person"), max_length=160, blank=True)
    organisation = models.CharField(_("organisation"), max_length=255, blank=True)
    actor_kind = models.ForeignKey(
        ActorKind, on_delete=models.PROTECT, null=True, related_name="pledges", verbose_name=_("kind of actor")
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    email_confirmed_at = models.DateTimeField(_("e-mail address confirmed"), null=True, blank=True)
    # The international way (E.164); what was imported may be any text.
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    municipality = models.CharField(_("municipality"), max_length=160, blank=True)
    # REFNIS codes of municipality and province; both and the postcode only where the member chose them from the list.
    municipality_code = models.CharField(_("code of the municipality"), max_length=5, blank=True)
    postcode = models.CharField(_("postcode"), max_length=4, blank=True)
    province = models.CharField(_("code of the province"), max_length=5, blank=True)
    place = models.CharField(_("place"), max_length=255, blank=True)
    region = models.CharField(_("region"), max_length=20, choices=Region.choices, blank=True)
    start = models.DateField(_("start"), null=True, blank=True)
    end = models.DateField(_("end"), null=True, blank=True)
    website = models.URLField(_("website"), blank=True)
    # Ten figures, as the register of enterprises (KBO/BCE) gives them out.
    enterprise_number = models.CharField(_("enterprise number"), max_length=10, blank=True)
    # What an imported engagement says in a unit that its objective does not count, such as "1,146 ponds".
    figure_text = models.CharField(_("figure in words"), max_length=255, blank=True)

    objects = PledgeQuerySet.as_manager()

    wagtail_reference_index_ignore = True
    # Whoever lacks the inbox reads no number of an engagement where one stands in the way of a deletion.
    permission_to_name = "pledges.use_inbox"

    class Meta:
        verbose_name = _("voluntary engagement")
        verbose_name_plural = _("voluntary engagements")
        ordering = ["-submitted_at", "-pk"]
        default_permissions = ()
        permissions = [
            ("use_inbox", _("Can see and decide on voluntary engagements")),
            ("export_pledges", _("Can export voluntary engagements with their contact data")),
        ]
        indexes = [
            models.Index(fields=["state", "-submitted_at"], name="pledge_state_received"),
            models.Index(fields=["-submitted_at", "-id"], name="pledge_received"),
            models.Index(fields=["assignee", "state"], name="pledge_assignee_state"),
            models.Index(fields=["answered_at", "waits_since", "id"], condition=Q(is_to_do=True), name="pledge_to_do"),
            # With what is asked beside, so that what is overdue or nobody's is counted without reading the rows.
            models.Index(
                fields=["waits_since", "id", "is_to_do", "assignee"],
                condition=Q(waits_since__isnull=False),
                name="pledge_waits_since",
            ),
            models.Index(fields=["state", "state_since"], name="pledge_state_since"),
            models.Index(fields=["-archived_at"], condition=Q(archived_at__isnull=False), name="pledge_archived"),
            models.Index(fields=["leaves_on", "id"], condition=Q(leaves_on__isnull=False), name="pledge_leaves"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_suspected(self) -> bool:
        """Whether it may be spam and nobody has decided that yet."""
        return bool(self.spam_signs) and self.state in WAITING_STATES

    @property
    def has_open_changes(self) -> bool:
        """Whether staff can still decide on what its member changed since it was accepted."""
        return (
            self.proposed_at is not None
            and self.state in OPEN_STATES
            and not self.is_merged
            and self.archived_at is None
        )

    @property
    def is_merged(self) -> bool:
        """Whether it is the same engagement as another one and counts there: see ``pledges.moves.merging``."""
        return self.merged_into_id is not None

    @property
    def is_erased(self) -> bool:
        """Whether nothing of it names a person any more; only its figures, and what was public, may be left."""
        return self.erased_at is not None

    @property
    def state_label(self) -> StrOrPromise:
        """Where it stands, in words: its state, unless it counts with another one or may be spam."""
        if self.is_merged:
            return MERGED_LABEL
        return SUSPECTED_LABEL if self.is_suspected else self.get_state_display()


class Contribution(models.Model):
    """What a pledge brings to one objective, and where known to one of its indicators.

    ``declared`` is the member's figure, ``accepted`` the one staff counted, both in the indicator's unit; six
    decimals hold exactly what was typed with two in a small unit, such as m² for ha. A contribution without a figure
    names the objective alone: the pledge counts as one engagement and adds nothing.
    """

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="contributions")
    objective = models.ForeignKey(
        Objective, on_delete=models.PROTECT, related_name="contributions", verbose_name=_("objective")
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, related_name="contributions", verbose_name=_("what is counted")
    )
    declared = models.DecimalField(
        _("declared"), max_digits=18, decimal_places=6, null=True, validators=[MinValueValidator(0)]
    )
    accepted = models.DecimalField(
        _("accepted"), max_digits=18, decimal_places=6, null=True, validators=[MinValueValidator(0)]
    )
    by_year = models.PositiveSmallIntegerField(
        _("by which year"), null=True, validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    place = models.CharField(_("where"), max_length=160, blank=True)
    first_year = models.PositiveSmallIntegerField(
        _("first year"), null=True, validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    last_year = models.PositiveSmallIntegerField(
        _("last year"), null=True, validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["pledge", "indicator"],
                condition=Q(indicator__isnull=False),
                name="contribution_once_per_indicator",
            ),
            models.UniqueConstraint(
                fields=["pledge", "objective"],
                condition=Q(indicator__isnull=True),
                name="contribution_once_without_indicator",
            ),
            models.CheckConstraint(
                condition=Q(indicator__isnull=False) | Q(declared__isnull=True, accepted__isnull=True),
                name="contribution_quantity_has_indicator",
            ),
            models.CheckConstraint(
                condition=Q(declared__isnull=True) | Q(declared__gte=0), name="contribution_declared_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(accepted__isnull=True) | Q(accepted__gte=0), name="contribution_accepted_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(first_year__isnull=True) | Q(last_year__isnull=True) | Q(last_year__gte=F("first_year")),
                name="contribution_years_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.pledge.public_id


class Answer(models.Model):
    """One answer, kept under form and block id of its question with the wording it was given under.

    ``value`` is what was stored (option codes, ISO dates, plain numbers as text); ``display`` is how it read to
    the member, in the pledge's language, so that no later edit of the form can change what was said.
    """

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="answers")
    question_id = models.UUIDField()
    # What was told afterwards may have been asked in another wording of the form than the rest.
    form_revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.PROTECT, null=True, related_name="+")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    section = models.CharField(max_length=255, blank=True)
    label = models.CharField(max_length=500)
    value = models.JSONField()
    display = models.TextField(blank=True)
    privacy = models.CharField(max_length=10, choices=PrivacyClass.choices)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["order"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["pledge", "question_id"], name="answer_once_per_question")]

    def __str__(self) -> str:
        return self.pledge.public_id
