"""E-mails to the people of the back office: written with what caused them, sent by a worker."""

from datetime import datetime, timedelta

from celery import shared_task
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from payment_links import clock, outbox
from payment_links.gateways import mail
from payment_links.gateways.errors import GatewayRejected, GatewayUnavailable
from payment_links.models import StaffMail
from payment_links.sealing import seal, unseal

LEASE = timedelta(seconds=45)
# How long to wait after each failure but the last; the links in these e-mails do not live long.
RETRIES = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5), timedelta(hours=1))
LAST_ATTEMPT = len(RETRIES) + 1


def write_to_staff(recipient: str, subject: str, *, text: str, now: datetime) -> StaffMail:
    """Have an e-mail sent; within the transaction of what it tells.

    text: paragraphs divided by empty lines, in the language that is active now. It may hold links
    that open something: it is kept sealed, and only until the e-mail is sent.
    """
    return StaffMail.objects.create(
        recipient=recipient,
        subject=" ".join(subject.split())[:200],
        language=translation.get_language() or settings.LANGUAGE_CODE,
        sealed_text=seal(text),
        created_at=now,
        not_before=now,
    )


@shared_task(name="payment_links.staff_mail.sweep_staff_mail")
def sweep_staff_mail() -> int:
    """Hand a job to the workers for every e-mail that is due; returns how many."""
    return outbox.publish_due(StaffMail.objects.all(), deliver_staff_mail, clock.now())


@shared_task(name="payment_links.staff_mail.deliver_staff_mail", acks_late=True)
def deliver_staff_mail(mail_id: str) -> None:
    """Send one e-mail; ends quietly when that is done or under way."""
    now = clock.now()
    attempt = outbox.claim(StaffMail, mail_id, now, lease=LEASE)
    if attempt is None:
        return
    message = StaffMail.objects.get(pk=mail_id)
    try:
        if attempt > LAST_ATTEMPT:
            raise GatewayRejected("No attempt came to an end.")
        mail.send(_as_email(message))
    except GatewayUnavailable as error:
        if attempt < LAST_ATTEMPT:
            not_before = now + RETRIES[attempt - 1]
            outbox.give_back(StaffMail, mail_id, attempt, not_before=not_before, error=str(error))
            return
        _end(message, outbox.give_up(StaffMail, mail_id, attempt, error=str(error)))
    except GatewayRejected as error:
        _end(message, outbox.give_up(StaffMail, mail_id, attempt, error=str(error)))
    else:
        _end(message, outbox.complete(StaffMail, mail_id, attempt))


def _end(message: StaffMail, is_settled: bool) -> None:
    """Forget what an e-mail said that nobody will send again."""
    if is_settled:
        StaffMail.objects.filter(pk=message.pk).update(sealed_text="")


def _as_email(message: StaffMail) -> mail.Email:
    text = unseal(message.sealed_text)
    with translation.override(message.language):
        sender_name = gettext("Payment Links")
        context = {"subject": message.subject, "text": text, "language": message.language}
        html = render_to_string("distribution/staff_mail.html", context)
    return mail.Email(
        sender_name=sender_name,
        to=message.recipient,
        reply_to="",
        subject=message.subject,
        text=text,
        html=html,
        tag="staff",
        metadata={},
    )
