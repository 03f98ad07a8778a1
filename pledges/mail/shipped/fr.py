"""The shipped mails in French: subject and text by kind."""

from pledges.choices import MailKind

TEXTS = {
    MailKind.RECEIPT: (
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
    MailKind.RESUME: (
        "Votre engagement est enregistré\xa0: continuez quand vous voulez",
        """Bonjour,

Vous avez enregistré un engagement volontaire que vous aviez commencé. Ce lien vous permet de reprendre là où vous vous êtes arrêté, sur n’importe quel appareil :
{resume_url}

Le lien est valable jusqu’au {kept_until}. Ensuite, ce que vous avez écrit est supprimé ; rien n’en a encore été envoyé. Gardez ce lien pour vous : quiconque le possède peut lire et envoyer ce que vous avez écrit.

Si vous n’avez pas demandé ce lien, vous n’avez rien à faire.

Avec nos meilleures salutations,
{site_name}
""",
    ),
    MailKind.STAFF_NOTICE: (
        "Nouvel engagement {number}\xa0: {title}",
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
    MailKind.LINK: (
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
    MailKind.ADDRESS_CHANGED: (
        "Une autre adresse e-mail pour votre engagement {number}",
        """Bonjour,

L’adresse e-mail de l’engagement volontaire {number} a été modifiée. Nous écrirons désormais à la nouvelle adresse, et les liens que vous aviez reçus ne fonctionnent plus.

Si cette modification ne vient pas de vous, merci de répondre à cet e-mail en mentionnant le numéro {number}.

Avec nos meilleures salutations,
{site_name}
""",
    ),
    MailKind.ACCEPTED: (
        "Votre engagement {number} est accepté",
        """Bonjour {name},

Votre engagement volontaire {number} est accepté. Merci de ce que vous faites pour la biodiversité.

{title}

{message}

Il compte dès maintenant pour les objectifs de 2030. Vos coordonnées restent chez nous et ne sont pas montrées.

Voir votre engagement, en dire plus ou le retirer :
{my_url}

Gardez ce lien pour vous : quiconque le possède peut faire de même. Vous avez une question ? Répondez simplement à cet e-mail en mentionnant le numéro {number}.

Avec nos meilleures salutations,
{site_name}
""",
    ),
    MailKind.CHANGES_REQUESTED: (
        "Une question sur votre engagement {number}",
        """Bonjour {name},

Merci de votre engagement volontaire {number} :

{title}

Avant de pouvoir décider, nous avons besoin de votre aide :

{message}

{questions}

Ouvrez votre engagement, modifiez ce qui est nécessaire et renvoyez-le :
{my_url}

Gardez ce lien pour vous : quiconque le possède peut faire de même. Un point n’est pas clair ? Répondez simplement à cet e-mail en mentionnant le numéro {number}.

Avec nos meilleures salutations,
{site_name}
""",
    ),
    MailKind.DECLINED: (
        "Au sujet de votre engagement {number}",
        """Bonjour {name},

Merci de nous avoir envoyé votre engagement volontaire {number} :

{title}

Nous l’avons lu avec attention et n’avons pas pu l’accepter.

{message}

Vous n’êtes pas de cet avis ou vous avez une question ? Répondez simplement à cet e-mail en mentionnant le numéro {number}. Vous pouvez nous envoyer un autre engagement à tout moment.

Avec nos meilleures salutations,
{site_name}
""",
    ),
    MailKind.WITHDRAWN: (
        "Votre engagement {number} est retiré",
        """Bonjour {name},

Nous avons retiré pour vous votre engagement volontaire {number} :

{title}

{message}

Il ne compte plus et n’est pas montré. Si vous ne l’avez pas demandé, merci de répondre à cet e-mail en mentionnant le numéro {number}.

Avec nos meilleures salutations,
{site_name}
""",
    ),
    MailKind.DATA: (
        "Ce que nous conservons à votre sujet",
        """Bonjour,

Vous avez demandé ce que nous conservons au sujet de cette adresse e-mail. Avec ce lien, vous voyez tout, vous pouvez le télécharger, le corriger ou le faire effacer :
{data_url}

Le lien est valable jusqu’au {works_until}. Gardez-le pour vous : quiconque le possède peut faire de même.

Si ce n’est pas vous qui avez demandé ce lien, vous n’avez rien à faire.

Cordialement,
{site_name}
""",
    ),
}
