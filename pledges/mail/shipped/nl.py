"""The shipped mails in Dutch: subject and text by kind."""

from pledges.choices import MailKind

TEXTS = {
    MailKind.RECEIPT: (
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
    MailKind.RESUME: (
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
    MailKind.STAFF_NOTICE: (
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
    MailKind.LINK: (
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
    MailKind.ADDRESS_CHANGED: (
        "Een ander e-mailadres voor uw engagement {number}",
        """Beste,

Het e-mailadres van het vrijwillige engagement {number} is gewijzigd. Voortaan schrijven wij naar het nieuwe adres; de links die u van ons kreeg, werken niet meer.

Hebt u dit niet zelf gewijzigd? Beantwoord dan deze e-mail en vermeld het nummer {number}.

Met vriendelijke groeten
{site_name}
""",
    ),
    MailKind.ACCEPTED: (
        "Uw engagement {number} is aanvaard",
        """Beste {name},

Uw vrijwillige engagement {number} is aanvaard. Dank u voor wat u doet voor de biodiversiteit.

{title}

{message}

Het telt vanaf nu mee voor de doelstellingen voor 2030. Uw contactgegevens blijven bij ons en worden niet getoond.

Bekijk uw engagement, vertel er meer over of trek het in:
{my_url}

Houd deze link voor uzelf: wie hem heeft, kan hetzelfde doen. Hebt u een vraag? Beantwoord dan gewoon deze e-mail en vermeld het nummer {number}.

Met vriendelijke groeten
{site_name}
""",
    ),
    MailKind.CHANGES_REQUESTED: (
        "Een vraag over uw engagement {number}",
        """Beste {name},

Dank u voor uw vrijwillige engagement {number}:

{title}

Voor wij erover kunnen beslissen, hebben wij iets van u nodig:

{message}

{questions}

Open uw engagement, verander wat nodig is en verzend het opnieuw:
{my_url}

Houd deze link voor uzelf: wie hem heeft, kan hetzelfde doen. Is er iets niet duidelijk? Beantwoord dan gewoon deze e-mail en vermeld het nummer {number}.

Met vriendelijke groeten
{site_name}
""",
    ),
    MailKind.DECLINED: (
        "Over uw engagement {number}",
        """Beste {name},

Dank u dat u ons uw vrijwillige engagement {number} hebt gestuurd:

{title}

Wij hebben het aandachtig gelezen en konden het niet aanvaarden.

{message}

Ziet u dat anders of hebt u een vraag? Beantwoord dan gewoon deze e-mail en vermeld het nummer {number}. U kunt op elk moment een ander engagement insturen.

Met vriendelijke groeten
{site_name}
""",
    ),
    MailKind.WITHDRAWN: (
        "Uw engagement {number} is ingetrokken",
        """Beste {name},

Wij hebben uw vrijwillige engagement {number} voor u ingetrokken:

{title}

{message}

Het telt niet meer mee en wordt niet getoond. Hebt u dit niet gevraagd? Beantwoord dan deze e-mail en vermeld het nummer {number}.

Met vriendelijke groeten
{site_name}
""",
    ),
    MailKind.DATA: (
        "Wat wij over u bewaren",
        """Beste,

U hebt gevraagd wat wij over dit e-mailadres bewaren. Met deze link ziet u alles, downloadt u het, verbetert u het of laat u het wissen:
{data_url}

De link werkt tot {works_until}. Houd hem voor uzelf: wie hem heeft, kan hetzelfde doen.

Hebt u deze link niet zelf gevraagd? Dan hoeft u niets te doen.

Met vriendelijke groeten
{site_name}
""",
    ),
}
