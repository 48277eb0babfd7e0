"""Fetching logos: one try at a time, by a job, from addresses that tenants chose."""

import hashlib
import logging
from datetime import datetime, timedelta

from celery import shared_task
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from payment_links import clock, outbox
from payment_links.gateways import outside
from payment_links.gateways.errors import GatewayRejected, GatewayUnavailable
from payment_links.logos.pictures import Picture, UnfitPictureError, as_printed
from payment_links.models import Logo
from payment_links.models.fields import random_token

MOST_BYTES = 512 * 1024
LEASE = timedelta(seconds=60)
# How long to wait after each failure but the last.
RETRIES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
)
LAST_ATTEMPT = len(RETRIES) + 1
# Answers below 500 that say "later", not "no".
LATER = frozenset({408, 425, 429})
SUFFIXES = {"image/png": "png", "image/jpeg": "jpg"}

logger = logging.getLogger(__name__)


@shared_task
def sweep_logos() -> None:
    """Hand the logos that wait to be fetched to fetch_logo."""
    outbox.publish_due(Logo.objects.all(), fetch_logo, clock.now())


@shared_task(acks_late=True)
def fetch_logo(logo_id: str) -> None:
    """Fetch a logo and store our copy; ends quietly when that is done or under way.

    A server that does not answer is asked LAST_ATTEMPT times in all. An address we do not call and
    a file that is no picture we take are final: the logo is DEAD, with the reason.
    """
    now = clock.now()
    attempt = outbox.claim(Logo, logo_id, now, lease=LEASE)
    if attempt is None:
        return
    if attempt > LAST_ATTEMPT:
        # Its lease ran out that often: it takes its worker down with it.
        outbox.give_up(Logo, logo_id, attempt, error="No attempt came to an end.")
        return
    try:
        picture = as_printed(_download(Logo.objects.get(pk=logo_id).url))
        _store(logo_id, attempt, picture, now)
    except (GatewayRejected, UnfitPictureError) as error:
        outbox.give_up(Logo, logo_id, attempt, error=str(error))
    except (GatewayUnavailable, OSError) as error:
        logger.warning("logo %s was not fetched: %s", logo_id, type(error).__name__)
        if attempt == LAST_ATTEMPT:
            outbox.give_up(Logo, logo_id, attempt, error=str(error))
        else:
            not_before = now + RETRIES[attempt - 1]
            outbox.give_back(Logo, logo_id, attempt, not_before=not_before, error=str(error))


def _download(url: str) -> bytes:
    answer = outside.request(
        "GET", url, headers={"accept": "image/png, image/jpeg, image/webp"}, most_bytes=MOST_BYTES
    )
    if answer.http_status in LATER or answer.http_status >= 500:
        raise GatewayUnavailable(f"The server answered {answer.http_status}.")
    if 300 <= answer.http_status < 400:
        raise GatewayRejected(f"The server answered {answer.http_status}; redirects end here.")
    if answer.http_status != 200:
        raise GatewayRejected(f"The server answered {answer.http_status}.")
    if not answer.is_whole:
        raise GatewayRejected(f"The file is larger than {MOST_BYTES // 1024} kB.")
    return answer.body


def _store(logo_id: str, attempt: int, picture: Picture, now: datetime) -> None:
    """Write the file, then mark the row; the file of an attempt that lost its lease is removed."""
    storage = storages["documents"]
    name = storage.save(
        f"logos/{random_token()}.{SUFFIXES[picture.content_type]}", ContentFile(picture.content)
    )
    leased = Logo.objects.filter(pk=logo_id, state=Logo.State.LEASED, attempts=attempt)
    marked = leased.update(
        stored_file=name,
        content_type=picture.content_type,
        width=picture.width,
        height=picture.height,
        sha256=hashlib.sha256(picture.content).hexdigest(),
        fetched_at=now,
        state=Logo.State.DONE,
        lease_until=None,
        published_until=None,
        last_error="",
    )
    if not marked:
        storage.delete(name)
