"""The shipped mails in English: subject and text by kind."""

from pledges.choices import MailKind

TEXTS = {
    MailKind.RECEIPT: (
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
    MailKind.RESUME: (
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
    MailKind.STAFF_NOTICE: (
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
    MailKind.LINK: (
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
    MailKind.ADDRESS_CHANGED: (
        "Another e-mail address for your engagement {number}",
        """Hello,

The e-mail address of the voluntary engagement {number} was changed. From now on we write to the new address, and the links that you got from us do not work any more.

If it was not you who changed it, please reply to this e-mail and mention the number {number}.

Kind regards,
{site_name}
""",
    ),
    MailKind.ACCEPTED: (
        "Your engagement {number} is accepted",
        """Hello {name},

Your voluntary engagement {number} is accepted. Thank you for what you do for biodiversity.

{title}

{message}

It counts from now on towards the targets for 2030. Your contact data stay with us and are not shown.

See your engagement, tell us more about it or withdraw it:
{my_url}

Keep this link to yourself: whoever has it can do the same. Do you have a question? Simply reply to this e-mail and mention the number {number}.

Kind regards,
{site_name}
""",
    ),
    MailKind.CHANGES_REQUESTED: (
        "A question about your engagement {number}",
        """Hello {name},

Thank you for your voluntary engagement {number}:

{title}

Before we can decide on it, we need something from you:

{message}

{questions}

Open your engagement, change what is needed and send it again:
{my_url}

Keep this link to yourself: whoever has it can do the same. Is something not clear? Simply reply to this e-mail and mention the number {number}.

Kind regards,
{site_name}
""",
    ),
    MailKind.DECLINED: (
        "About your engagement {number}",
        """Hello {name},

Thank you for sending us your voluntary engagement {number}:

{title}

We have read it with care and could not accept it.

{message}

Do you see it differently, or do you have a question? Simply reply to this e-mail and mention the number {number}. You are welcome to send another engagement at any time.

Kind regards,
{site_name}
""",
    ),
    MailKind.WITHDRAWN: (
        "Your engagement {number} is withdrawn",
        """Hello {name},

We have withdrawn your voluntary engagement {number} for you:

{title}

{message}

It does not count any more and is not shown. If you did not ask for this, please reply to this e-mail and mention the number {number}.

Kind regards,
{site_name}
""",
    ),
    MailKind.DATA: (
        "What we hold about you",
        """Hello,

You asked what we hold about this e-mail address. With this link you see it all, download it, correct it or have it erased:
{data_url}

The link works until {works_until}. Keep it to yourself: whoever has it can do the same.

If it was not you who asked for this link, you need not do anything.

Kind regards,
{site_name}
""",
    ),
}
