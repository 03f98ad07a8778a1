"""Cases as the inbox holds them after a while, written into the database of a running site (``LiveSite.run``)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.urls import get_resolver
from django.utils import timezone

from bbacms.core.choices import Region
from bbacms.core.models import ActorKind, Indicator
from bbacms.users.models import User
from pledges.checklist import check_criteria
from pledges.choices import ConsentPurpose, MailKind, MailState, MatchKind, PledgeSource, PledgeState, PrivacyClass
from pledges.duplicates.keys import email_key
from pledges.inbox.search import index_cases
from pledges.mail.messages import queue_staff_notice
from pledges.models import MatchKey, Pledge, PledgeForm, ProposedChange
from pledges.moves import MOVES, Said, apply
from pledges.notes import write_note
from tests.factories.pledges import (
    AnswerFactory,
    ConsentRecordFactory,
    ContributionFactory,
    OutgoingMailFactory,
    PledgeFactory,
    PledgeFormFactory,
)

LONG_TITLE = (
    "Aanleg van een aaneengesloten netwerk van hagen, houtkanten, poelen en bloemrijke bermen tussen de dorpskernen "
    "van Sint-Pieters-Leeuw en Dilbeek, samen met landbouwers, scholen, verenigingen en de natuurvereniging van de "
    "streek"
)
SUMMARY = (
    "De gemeente plant samen met veertig landbouwers en twaalf scholen een doorlopend lint van inheemse hagen en "
    "houtkanten. Op zes plaatsen komen amfibieënpoelen. De bermen worden voortaan tweemaal per jaar gemaaid en het "
    "maaisel wordt afgevoerd. Wij tellen elk jaar vlinders, vogels en amfibieën en publiceren wat wij vinden."
)
ANNOUNCED = "Een aangekondigde haag"
MIXED = "Gemengde zaak"
FORM = "Doe mee"
QUESTIONS = (
    ("Wat en waar", "Wat wilt u doen, in één zin?", LONG_TITLE, PrivacyClass.PUBLIC),
    ("Wat en waar", "Beschrijf het in enkele zinnen", SUMMARY, PrivacyClass.PUBLIC),
    ("Wat en waar", "Waar?", "1700 Dilbeek", PrivacyClass.PUBLIC),
    ("Wie u bent", "Als wie gaat u dit engagement aan?", "Gemeente", PrivacyClass.PUBLIC),
    ("Wie u bent", "Naam van uw organisatie", "Gemeentebestuur van Dilbeek", PrivacyClass.PUBLIC),
    ("Wie u bent", "Uw naam", "Marie-Christine Vandenbroucke-Van den Bossche", PrivacyClass.CONTACT),
    ("Wie u bent", "Uw e-mailadres", "marie-christine.vandenbroucke@dilbeek.example", PrivacyClass.CONTACT),
    ("Vertel meer", "Wat kost het ongeveer?", "Tussen 50 000 en 100 000 euro", PrivacyClass.STAFF),
)


def long_case(contributions: int = 3, **columns) -> Pledge:
    """An engagement of a municipality in Dutch, with long words everywhere."""
    values = {
        "language": "nl",
        "title": LONG_TITLE,
        "summary": SUMMARY,
        "organisation": "Gemeentebestuur van Dilbeek, dienst Leefmilieu, Natuur en Duurzame Ontwikkeling",
        "name": "Marie-Christine Vandenbroucke-Van den Bossche",
        "email": "marie-christine.vandenbroucke@dilbeek.example",
        "phone": "+3225551234",
        "actor_kind": ActorKind.objects.order_by("order").last(),
        "municipality": "Dilbeek",
        "postcode": "1700",
        "place": "Tussen Sint-Martens-Bodegem en Vlezenbeek",
        "region": Region.FLANDERS,
        "start": date(2027, 3, 1),
        # All came in by one form: a site with a form for each would hide the others behind a second page of the list.
        "form": PledgeForm.objects.filter(name=FORM).first() or PledgeFormFactory(name=FORM),
        **columns,
    }
    pledge = PledgeFactory(**values)
    for indicator, quantity in zip(_indicators()[:contributions], ("12500.5", "37", "1200"), strict=False):
        ContributionFactory(
            pledge=pledge,
            indicator=indicator,
            declared=Decimal(quantity),
            by_year=2030,
            place="Sint-Martens-Bodegem en Vlezenbeek",
            first_year=2027 if indicator.kind == "flow" else None,
        )
    for order, (section, label, display, privacy) in enumerate(QUESTIONS):
        AnswerFactory(pledge=pledge, order=order, section=section, label=label, display=display, privacy=privacy)
    criteria = list(_indicators()[0].objective.criteria.all()) if contributions else []
    if criteria:
        code = criteria[0].objective.code
        value = {f"{code}/{criteria[0].key}": "Wij planten alleen inheemse soorten van bij ons."}
        AnswerFactory(
            pledge=pledge, order=99, section="Vertel meer", kind="criteria", label="Criteria", value=value, display="Ja"
        )
    return pledge


def eventful_case() -> Pledge:
    """An accepted case with notes, ticks, mails in several states and changes that the member proposes."""
    staff = User.objects.filter(is_superuser=True).first()
    pledge = long_case()
    write_note(pledge, staff, "Telefonisch gesproken: het plan volgt volgende week.\nNog eens bellen?")
    criteria = [row.pk for row in pledge.contributions.first().objective.criteria.all()]
    check_criteria(pledge, staff, met=criteria[:1], unmet=[])
    pledge = apply(pledge, MOVES["accept"], staff, pledge.version, Said(message="Bedankt, dit is prachtig!"))
    pledge.mails.update(state=MailState.SENT, sent_at=timezone.now())
    mail = {"pledge": pledge, "recipient": pledge.email, "language": "nl"}
    OutgoingMailFactory(**mail, state=MailState.FAILED, error="SMTPRecipientsRefused 550")
    OutgoingMailFactory(**mail, kind=MailKind.LINK, state=MailState.BOUNCED, error="5.1.1")
    form_revision = pledge.form.save_revision()
    ConsentRecordFactory(
        pledge=pledge,
        purpose=ConsentPurpose.NEWSLETTER,
        wording="Ik wil de nieuwsbrief ontvangen.",
        language="nl",
        form_revision=form_revision,
    )
    answer = pledge.answers.get(label="Wat kost het ongeveer?")
    ProposedChange.objects.create(
        pledge=pledge,
        question_id=answer.question_id,
        form_revision=form_revision,
        order=answer.order,
        kind=answer.kind,
        section=answer.section,
        label=answer.label,
        value="Meer dan 100 000 euro",
        display="Meer dan 100 000 euro",
        privacy=answer.privacy,
    )
    Pledge.objects.filter(pk=pledge.pk).update(proposed_at=timezone.now())
    return pledge


def twin_case() -> Pledge:
    """A case that may be spam, and may have come in before."""
    # Like each other alone: the other cases here are of one organisation in one place.
    who = {
        "email": "tweemaal@dilbeek.example",
        "organisation": "Gemeentebestuur van Dilbeek, dienst Leefmilieu en Groen",
    }
    for pledge in (long_case(1, **who), suspected := long_case(3, spam_signs="trap too_fast", **who)):
        MatchKey.objects.create(pledge=pledge, kind=MatchKind.EMAIL, value=email_key(pledge.email))
    return suspected


def write_all() -> dict[str, int]:
    """One case of each kind that looks different; their numbers in the database, by what they are."""
    bare = {"title": "Een haag", "summary": "", "organisation": "", "place": "", "municipality": "", "region": ""}
    cases = {
        "three contributions": long_case(3),
        "one contribution": long_case(1),
        "no contribution": long_case(0, **bare, postcode=""),
        "suspected": long_case(1, spam_signs="trap too_fast"),
        "accepted with changes": eventful_case(),
        "archived": long_case(1, state=PledgeState.DECLINED, archived_at=timezone.now()),
        "on paper without address": long_case(2, source=PledgeSource.PAPER, email="", phone=""),
        "imported": Pledge.objects.filter(source=PledgeSource.IMPORT).order_by("pk").first(),
        "watched": long_case(1),
        "without script": long_case(1),
        "suspected with a twin": twin_case(),
    }
    return {kind: pledge.pk for kind, pledge in cases.items() if pledge}


def write_ten() -> None:
    """Ten cases that one has to do, of which the third and the sixth may be spam; a search for ``MIXED`` finds them."""
    for number in range(1, 11):
        signs = {"spam_signs": "trap"} if number in (3, 6) else {}
        long_case(1, title=f"{MIXED} {number:02}", **signs)
    index_cases(Pledge.objects.filter(title__startswith=MIXED))


def announce_one() -> None:
    """A new case of which the notice to staff is on its way."""
    # The inbox says where its cases are once the addresses of the site are known.
    assert get_resolver().url_patterns
    with transaction.atomic():
        queue_staff_notice(long_case(1, title=ANNOUNCED))


def _indicators() -> list[Indicator]:
    """One an objective: stocks first, then those with the longest Dutch names."""
    found: dict[int, Indicator] = {}
    for indicator in sorted(Indicator.objects.all(), key=lambda row: (row.kind != "stock", -len(row.name_nl))):
        found.setdefault(indicator.objective_id, indicator)
    return list(found.values())
