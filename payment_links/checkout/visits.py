"""Who opens a link: the first person is noted, programs that look at links are not."""

from datetime import datetime

from django.http import HttpRequest

from payment_links.models import PAYER, PaymentLink, TimelineEntry

# Parts of the names by which scanners, previews and scripts introduce themselves.
PROGRAMS = (
    *("bot", "crawl", "spider", "slurp", "preview", "scan", "fetch", "monitor", "headless"),
    *("curl", "wget", "python", "java/", "go-http", "okhttp", "httpclient", "libwww", "axios"),
    *("facebookexternalhit", "whatsapp", "telegram", "skype", "slack", "discord", "teams"),
    *("safelinks", "barracuda", "proofpoint", "mimecast", "google-read-aloud", "lighthouse"),
)


def is_asked_for(request: HttpRequest) -> bool:
    """Whether a page is really wanted: no HEAD, and no browser that fetches it in advance."""
    names = ("Purpose", "Sec-Purpose", "X-Moz", "X-Purpose")
    purposes = " ".join(request.headers.get(name, "") for name in names).lower()
    return request.method == "GET" and not any(
        word in purposes for word in ("prefetch", "prerender", "preview")
    )


def is_person(request: HttpRequest) -> bool:
    """Whether a browser in somebody's hands asks, as far as its headers tell."""
    if not is_asked_for(request):
        return False
    agent = request.headers.get("User-Agent", "").lower()
    return "mozilla/" in agent and not any(program in agent for program in PROGRAMS)


def record_visit(request: HttpRequest, link: PaymentLink, now: datetime) -> None:
    """Note the first opening by a person; staff who view the page as the payer do not count."""
    if link.opened_at is not None or not is_person(request) or request.user.is_authenticated:
        return
    opened = PaymentLink.objects.filter(pk=link.pk, opened_at__isnull=True).update(opened_at=now)
    if opened:
        TimelineEntry.objects.record(link, TimelineEntry.Event.OPENED, actor=PAYER, now=now)
