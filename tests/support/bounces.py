"""What mail servers send when a mail cannot be delivered after all (RFC 3464)."""

RETURNED = """\
Message-ID: {message_id}
From: Alliance <hello@example.org>
To: an.peeters@gone.example
Subject: Received

Thank you, An.
"""
REPORT = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
To: bounces@example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
{head}MIME-Version: 1.0
Content-Type: {kind}; boundary="=_edge"

This is a MIME-encapsulated message.

--=_edge
Content-Type: text/plain; charset=us-ascii

I'm sorry: <an.peeters@gone.example> does not exist.

--=_edge
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
Arrival-Date: Sat, 28 Nov 2026 09:00:00 +0100

{recipients}
--=_edge
Content-Type: {returned_kind}

{returned}
--=_edge--
"""
RECIPIENT = """\
Final-Recipient: rfc822; an.peeters@gone.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 an.peeters@gone.example unknown
"""


def recipient(action="failed", status="5.1.1"):
    """What a report says of one recipient."""
    return RECIPIENT.format(action=action, status=status)


def report(
    message_id,
    *,
    recipients=None,
    head="",
    kind="multipart/report; report-type=delivery-status",
    returned_kind="message/rfc822",
    returned=RETURNED,
):
    """A report about the mail ``message_id``, which it returns whole; ``head`` are header lines of the report."""
    return REPORT.format(
        head=head,
        kind=kind,
        recipients=recipient() if recipients is None else recipients,
        returned_kind=returned_kind,
        returned=returned.format(message_id=message_id),
    ).encode()


def forwarded(raw):
    """``raw`` within the mail of somebody who forwards it."""
    return b"Subject: Fwd\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n" + raw


def nested(levels):
    """A report of reports of reports."""
    message = b"".join(
        b'Content-Type: multipart/report; boundary="%d"\n\n--%d\n' % (level, level) for level in range(levels)
    )
    return b"MIME-Version: 1.0\n" + message
