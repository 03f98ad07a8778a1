"""The shipped mails in German: subject and text by kind."""

from pledges.choices import MailKind

TEXTS = {
    MailKind.RECEIPT: (
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
    MailKind.RESUME: (
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
    MailKind.STAFF_NOTICE: (
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
    MailKind.LINK: (
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
    MailKind.ADDRESS_CHANGED: (
        "Eine andere E-Mail-Adresse für Ihre Verpflichtung {number}",
        """Guten Tag,

die E-Mail-Adresse der freiwilligen Verpflichtung {number} wurde geändert. Von nun an schreiben wir an die neue Adresse; die Links, die Sie von uns erhalten haben, funktionieren nicht mehr.

Falls diese Änderung nicht von Ihnen stammt, antworten Sie bitte auf diese E-Mail und geben Sie die Nummer {number} an.

Mit freundlichen Grüßen
{site_name}
""",
    ),
    MailKind.ACCEPTED: (
        "Ihre Verpflichtung {number} ist angenommen",
        """Guten Tag {name},

Ihre freiwillige Verpflichtung {number} ist angenommen. Vielen Dank für das, was Sie für die biologische Vielfalt tun.

{title}

{message}

Sie zählt ab jetzt für die Ziele bis 2030. Ihre Kontaktdaten bleiben bei uns und werden nicht gezeigt.

Ihre Verpflichtung ansehen, mehr dazu erzählen oder sie zurückziehen:
{my_url}

Behalten Sie diesen Link für sich: Wer ihn hat, kann dasselbe tun. Haben Sie eine Frage? Antworten Sie einfach auf diese E-Mail und geben Sie die Nummer {number} an.

Mit freundlichen Grüßen
{site_name}
""",
    ),
    MailKind.CHANGES_REQUESTED: (
        "Eine Frage zu Ihrer Verpflichtung {number}",
        """Guten Tag {name},

vielen Dank für Ihre freiwillige Verpflichtung {number}:

{title}

Bevor wir entscheiden können, brauchen wir noch etwas von Ihnen:

{message}

{questions}

Öffnen Sie Ihre Verpflichtung, ändern Sie, was nötig ist, und senden Sie sie noch einmal:
{my_url}

Behalten Sie diesen Link für sich: Wer ihn hat, kann dasselbe tun. Ist etwas unklar? Antworten Sie einfach auf diese E-Mail und geben Sie die Nummer {number} an.

Mit freundlichen Grüßen
{site_name}
""",
    ),
    MailKind.DECLINED: (
        "Zu Ihrer Verpflichtung {number}",
        """Guten Tag {name},

vielen Dank, dass Sie uns Ihre freiwillige Verpflichtung {number} geschickt haben:

{title}

Wir haben sie sorgfältig gelesen und konnten sie nicht annehmen.

{message}

Sehen Sie das anders, oder haben Sie eine Frage? Antworten Sie einfach auf diese E-Mail und geben Sie die Nummer {number} an. Sie können uns jederzeit eine andere Verpflichtung schicken.

Mit freundlichen Grüßen
{site_name}
""",
    ),
    MailKind.WITHDRAWN: (
        "Ihre Verpflichtung {number} ist zurückgezogen",
        """Guten Tag {name},

wir haben Ihre freiwillige Verpflichtung {number} für Sie zurückgezogen:

{title}

{message}

Sie zählt nicht mehr und wird nicht gezeigt. Falls Sie das nicht gewünscht haben, antworten Sie bitte auf diese E-Mail und geben Sie die Nummer {number} an.

Mit freundlichen Grüßen
{site_name}
""",
    ),
    MailKind.DATA: (
        "Was wir über Sie speichern",
        """Guten Tag,

Sie haben gefragt, was wir zu dieser E-Mail-Adresse speichern. Mit diesem Link sehen Sie alles, laden es herunter, berichtigen es oder lassen es löschen:
{data_url}

Der Link gilt bis zum {works_until}. Behalten Sie ihn für sich: Wer ihn hat, kann dasselbe tun.

Wenn nicht Sie diesen Link angefordert haben, brauchen Sie nichts zu tun.

Mit freundlichen Grüßen
{site_name}
""",
    ),
}
