"""The wording of each mail: the texts that ship, and the placeholders that a text may hold.

The shipped texts are complete letters in each language, not strings of the message catalogues: staff who write
their own text start from a whole one, and a letter is never half translated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pledges.choices import MailKind

PLACEHOLDER = re.compile(r"\{\s*(\w+)\s*\}")

# What each text may hold. What is not public stays in the inbox, so a notice to staff cannot name the person.
BODY_PLACEHOLDERS: Mapping[str, tuple[str, ...]] = {
    MailKind.RECEIPT: (
        "number",
        "title",
        "name",
        "answers",
        "confirm_url",
        "my_url",
        "site_name",
    ),
    MailKind.RESUME: ("resume_url", "kept_until", "site_name"),
    MailKind.STAFF_NOTICE: ("number", "title", "answers", "site_name", "inbox_url"),
    MailKind.LINK: ("number", "title", "name", "my_url", "site_name"),
    MailKind.ADDRESS_CHANGED: ("number", "site_name"),
}
SUBJECT_PLACEHOLDERS: Mapping[str, tuple[str, ...]] = {
    MailKind.RECEIPT: ("number", "title", "name", "site_name"),
    MailKind.RESUME: ("site_name",),
    MailKind.STAFF_NOTICE: ("number", "title", "site_name"),
    MailKind.LINK: ("number", "title", "name", "site_name"),
    MailKind.ADDRESS_CHANGED: ("number", "site_name"),
}


@dataclass(frozen=True)
class Text:
    """Subject and body of a mail, with placeholders in braces."""

    subject: str
    body: str


def in_braces(names: Iterable[str]) -> str:
    """Return placeholders as a person types them, such as ``{number}, {title}``."""
    return ", ".join(f"{{{name}}}" for name in names)


def unknown_placeholders(text: str, known: tuple[str, ...]) -> list[str]:
    """Return the names in braces that ``text`` holds and ``known`` does not, each once, in order."""
    return [name for name in dict.fromkeys(PLACEHOLDER.findall(text)) if name not in known]


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put ``values`` in the place of their names in braces.

    An empty value takes the space before it away, so that "Hello {name}," becomes "Hello,". A value is put in
    as it is: braces in what a member wrote mean nothing.
    """

    def value_of(match: re.Match[str]) -> str:
        space, name = match.groups()
        value = values.get(name, "")
        return f"{space}{value}" if value else ""

    return re.sub(rf"( ?){PLACEHOLDER.pattern}", value_of, text)


SHIPPED: Mapping[tuple[str, str], Text] = {
    (MailKind.RECEIPT, "en"): Text(
        "We have received your engagement {number}",
        """Hello {name},

Thank you for your voluntary engagement for biodiversity. We have received it under number {number}:

{title}

What happens next: our team reads every engagement with care. If something is not clear, we will write to you. Nothing of it appears on the website before it has been accepted.

What you sent us:

{answers}

Please confirm with one click that this is your e-mail address:
{confirm_url}

See your engagement, tell us more about it, correct or withdraw it:
{my_url}

Keep this link to yourself: whoever has it can do the same. Do you have a question? Simply reply to this e-mail and mention the number {number}.

If it was not you who sent us this engagement, please let us know by replying to this e-mail.

Kind regards,
{site_name}
""",
    ),
    (MailKind.RECEIPT, "nl"): Text(
        "Wij hebben uw engagement {number} ontvangen",
        """Beste {name},

Hartelijk dank voor uw vrijwillige engagement voor de biodiversiteit. Wij hebben het ontvangen onder nummer {number}:

{title}

Hoe gaat het nu verder? Ons team leest elk engagement aandachtig. Is er iets niet duidelijk, dan nemen wij contact met u op. Zolang het niet is aanvaard, verschijnt er niets van op de website.

Dit hebt u ons gestuurd:

{answers}

Bevestig met één klik dat dit uw e-mailadres is:
{confirm_url}

Bekijk uw engagement, vertel er meer over, verbeter het of trek het in:
{my_url}

Houd deze link voor uzelf: wie hem heeft, kan hetzelfde doen. Hebt u een vraag? Beantwoord dan gewoon deze e-mail en vermeld het nummer {number}.

Hebt u dit engagement niet zelf ingediend? Laat het ons dan weten door deze e-mail te beantwoorden.

Met vriendelijke groeten
{site_name}
""",
    ),
    (MailKind.RECEIPT, "fr"): Text(
        "Nous avons bien reçu votre engagement {number}",
        """Bonjour {name},

Nous vous remercions de votre engagement volontaire en faveur de la biodiversité. Nous l’avons bien reçu sous le numéro {number} :

{title}

Et maintenant ? Notre équipe lit chaque engagement avec attention. Si un point n’est pas clair, nous vous écrirons. Rien n’en paraît sur le site tant qu’il n’est pas accepté.

Voici ce que vous nous avez envoyé :

{answers}

Confirmez en un clic que cette adresse e-mail est bien la vôtre :
{confirm_url}

Voir votre engagement, en dire plus, le corriger ou le retirer :
{my_url}

Gardez ce lien pour vous : quiconque le possède peut faire de même. Vous avez une question ? Répondez simplement à cet e-mail en mentionnant le numéro {number}.

Si vous n’êtes pas à l’origine de cet envoi, merci de nous le signaler en répondant à cet e-mail.

Avec nos meilleures salutations,
{site_name}
""",
    ),
    (MailKind.RECEIPT, "de"): Text(
        "Wir haben Ihre Verpflichtung {number} erhalten",
        """Guten Tag {name},

vielen Dank für Ihre freiwillige Verpflichtung zugunsten der biologischen Vielfalt. Sie ist unter der Nummer {number} bei uns eingegangen:

{title}

Wie geht es weiter? Unser Team liest jede Verpflichtung sorgfältig. Wenn etwas unklar ist, schreiben wir Ihnen. Solange sie nicht angenommen ist, erscheint nichts davon auf der Website.

Das haben Sie uns geschickt:

{answers}

Bestätigen Sie bitte mit einem Klick, dass dies Ihre E-Mail-Adresse ist:
{confirm_url}

Ihre Verpflichtung ansehen, mehr dazu erzählen, sie berichtigen oder zurückziehen:
{my_url}

Behalten Sie diesen Link für sich: Wer ihn hat, kann dasselbe tun. Haben Sie eine Frage? Antworten Sie einfach auf diese E-Mail und geben Sie die Nummer {number} an.

Falls diese Verpflichtung nicht von Ihnen stammt, teilen Sie uns dies bitte in einer Antwort auf diese E-Mail mit.

Mit freundlichen Grüßen
{site_name}
""",
    ),
    (MailKind.RESUME, "en"): Text(
        "Your engagement is saved: go on whenever you like",
        """Hello,

You saved a voluntary engagement that you had begun. With this link you go on where you stopped, on any device:
{resume_url}

The link works until {kept_until}. Then what you typed is deleted; nothing of it has been sent so far. Keep the link to yourself: whoever has it can read and send what you typed.

If it was not you who asked for this link, you need not do anything.

Kind regards,
{site_name}
""",
    ),
    (MailKind.RESUME, "nl"): Text(
        "Uw engagement is bewaard: ga verder wanneer u wilt",
        """Beste,

U hebt een vrijwillig engagement bewaard waaraan u begonnen was. Met deze link gaat u verder waar u gestopt bent, op elk toestel:
{resume_url}

De link werkt tot {kept_until}. Daarna wordt verwijderd wat u hebt getypt; er is nog niets van verzonden. Houd de link voor uzelf: wie hem heeft, kan lezen en verzenden wat u hebt getypt.

Hebt u deze link niet zelf gevraagd? Dan hoeft u niets te doen.

Met vriendelijke groeten
{site_name}
""",
    ),
    (MailKind.RESUME, "fr"): Text(
        "Votre engagement est enregistré : continuez quand vous voulez",
        """Bonjour,

Vous avez enregistré un engagement volontaire que vous aviez commencé. Ce lien vous permet de reprendre là où vous vous êtes arrêté, sur n’importe quel appareil :
{resume_url}

Le lien est valable jusqu’au {kept_until}. Ensuite, ce que vous avez écrit est supprimé ; rien n’en a encore été envoyé. Gardez ce lien pour vous : quiconque le possède peut lire et envoyer ce que vous avez écrit.

Si vous n’avez pas demandé ce lien, vous n’avez rien à faire.

Avec nos meilleures salutations,
{site_name}
""",
    ),
    (MailKind.RESUME, "de"): Text(
        "Ihre Verpflichtung ist gespeichert: Machen Sie weiter, wann Sie möchten",
        """Guten Tag,

Sie haben eine begonnene freiwillige Verpflichtung gespeichert. Mit diesem Link machen Sie dort weiter, wo Sie aufgehört haben, auf jedem Gerät:
{resume_url}

Der Link gilt bis zum {kept_until}. Danach wird gelöscht, was Sie eingegeben haben; abgeschickt ist davon noch nichts. Behalten Sie den Link für sich: Wer ihn hat, kann lesen und abschicken, was Sie eingegeben haben.

Falls Sie diesen Link nicht angefordert haben, brauchen Sie nichts zu tun.

Mit freundlichen Grüßen
{site_name}
""",
    ),
    (MailKind.STAFF_NOTICE, "en"): Text(
        "New engagement {number}: {title}",
        """A new voluntary engagement has come in under number {number}:

{title}

Read it and decide in the inbox:
{inbox_url}

The answers that may be shown once it is accepted; everything else stands in the inbox:

{answers}

If you reply to this e-mail, your reply goes to the person who sent the engagement.

{site_name}
""",
    ),
    (MailKind.STAFF_NOTICE, "nl"): Text(
        "Nieuw engagement {number}: {title}",
        """Er is een nieuw vrijwillig engagement binnengekomen onder nummer {number}:

{title}

U leest het en beslist erover in de inbox:
{inbox_url}

De antwoorden die na aanvaarding getoond mogen worden; al het andere staat in de inbox:

{answers}

Als u deze e-mail beantwoordt, gaat uw antwoord naar de persoon die het engagement heeft ingediend.

{site_name}
""",
    ),
    (MailKind.STAFF_NOTICE, "fr"): Text(
        "Nouvel engagement {number} : {title}",
        """Un nouvel engagement volontaire est arrivé sous le numéro {number} :

{title}

Vous pouvez le lire et prendre une décision dans la boîte de réception :
{inbox_url}

Les réponses qui pourront être montrées après acceptation ; tout le reste se trouve dans la boîte de réception :

{answers}

Si vous répondez à cet e-mail, votre réponse parviendra à la personne qui a envoyé l’engagement.

{site_name}
""",
    ),
    (MailKind.STAFF_NOTICE, "de"): Text(
        "Neue Verpflichtung {number}: {title}",
        """Eine neue freiwillige Verpflichtung ist unter der Nummer {number} eingegangen:

{title}

Lesen und entscheiden können Sie im Eingang:
{inbox_url}

Die Antworten, die nach der Annahme gezeigt werden dürfen; alles andere steht im Eingang:

{answers}

Wenn Sie auf diese E-Mail antworten, geht Ihre Antwort an die Person, die die Verpflichtung eingereicht hat.

{site_name}
""",
    ),
    (MailKind.LINK, "en"): Text(
        "A new link to your engagement {number}",
        """Hello {name},

Here is a new personal link to your voluntary engagement {number}:

{title}

See your engagement, tell us more about it, correct or withdraw it:
{my_url}

The link that you had before does not work any more. Keep the new one to yourself: whoever has it can do the same. Do you have a question? Simply reply to this e-mail and mention the number {number}.

Kind regards,
{site_name}
""",
    ),
    (MailKind.LINK, "nl"): Text(
        "Een nieuwe link naar uw engagement {number}",
        """Beste {name},

Hier is een nieuwe persoonlijke link naar uw vrijwillige engagement {number}:

{title}

Uw engagement bekijken, er meer over vertellen, het verbeteren of intrekken:
{my_url}

De link die u eerder had, werkt niet meer. Houd de nieuwe voor uzelf: wie hem heeft, kan hetzelfde doen. Hebt u een vraag? Beantwoord gewoon deze e-mail en vermeld het nummer {number}.

Met vriendelijke groeten
{site_name}
""",
    ),
    (MailKind.LINK, "fr"): Text(
        "Un nouveau lien vers votre engagement {number}",
        """Bonjour {name},

Voici un nouveau lien personnel vers votre engagement volontaire {number} :

{title}

Voir votre engagement, en dire plus, le corriger ou le retirer :
{my_url}

Le lien que vous aviez auparavant ne fonctionne plus. Gardez le nouveau pour vous : quiconque le possède peut faire de même. Vous avez une question ? Répondez simplement à cet e-mail en mentionnant le numéro {number}.

Avec nos meilleures salutations,
{site_name}
""",
    ),
    (MailKind.LINK, "de"): Text(
        "Ein neuer Link zu Ihrer Verpflichtung {number}",
        """Guten Tag {name},

hier ist ein neuer persönlicher Link zu Ihrer freiwilligen Verpflichtung {number}:

{title}

Ihre Verpflichtung ansehen, mehr dazu erzählen, sie berichtigen oder zurückziehen:
{my_url}

Der Link, den Sie vorher hatten, funktioniert nicht mehr. Behalten Sie den neuen für sich: Wer ihn hat, kann dasselbe tun. Haben Sie eine Frage? Antworten Sie einfach auf diese E-Mail und geben Sie die Nummer {number} an.

Mit freundlichen Grüßen
{site_name}
""",
    ),
    (MailKind.ADDRESS_CHANGED, "en"): Text(
        "Another e-mail address for your engagement {number}",
        """Hello,

The e-mail address of the voluntary engagement {number} was changed. From now on we write to the new address, and the links that you got from us do not work any more.

If it was not you who changed it, please reply to this e-mail and mention the number {number}.

Kind regards,
{site_name}
""",
    ),
    (MailKind.ADDRESS_CHANGED, "nl"): Text(
        "Een ander e-mailadres voor uw engagement {number}",
        """Beste,

Het e-mailadres van het vrijwillige engagement {number} is gewijzigd. Voortaan schrijven wij naar het nieuwe adres; de links die u van ons kreeg, werken niet meer.

Hebt u dit niet zelf gewijzigd? Beantwoord dan deze e-mail en vermeld het nummer {number}.

Met vriendelijke groeten
{site_name}
""",
    ),
    (MailKind.ADDRESS_CHANGED, "fr"): Text(
        "Une autre adresse e-mail pour votre engagement {number}",
        """Bonjour,

L’adresse e-mail de l’engagement volontaire {number} a été modifiée. Nous écrirons désormais à la nouvelle adresse, et les liens que vous aviez reçus ne fonctionnent plus.

Si cette modification ne vient pas de vous, merci de répondre à cet e-mail en mentionnant le numéro {number}.

Avec nos meilleures salutations,
{site_name}
""",
    ),
    (MailKind.ADDRESS_CHANGED, "de"): Text(
        "Eine andere E-Mail-Adresse für Ihre Verpflichtung {number}",
        """Guten Tag,

die E-Mail-Adresse der freiwilligen Verpflichtung {number} wurde geändert. Von nun an schreiben wir an die neue Adresse; die Links, die Sie von uns erhalten haben, funktionieren nicht mehr.

Falls diese Änderung nicht von Ihnen stammt, antworten Sie bitte auf diese E-Mail und geben Sie die Nummer {number} an.

Mit freundlichen Grüßen
{site_name}
""",
    ),
}
