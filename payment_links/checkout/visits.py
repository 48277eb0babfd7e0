"""Who opens a link: the first person is noted, programs that look at links are not."""

from datetime import datetime

from django.http import HttpRequest

from payment_links.models import PAYER, PaymentLink, TimelineEntry

# Parts of the names by which scanners, previews and scripts introduce themselves.
PROGRAMS = (
    *("bot", "crawl", "spider", "slurp", "preview", "scan", "fetch", "monitor", "headless"),
    *("curl", "wget", "python", "java/", "go-http", "okhttp", "httpclient", "libwww", "axios"),
    *("facebookexternalhit", "facebookcatalog", "meta-external", "whatsapp", "telegram", "skype"),
    *("slack-", "discord", "teams/", "viber/", "linkcheck", "checker", "validator", "archive"),
    *("safelinks", "barracuda", "proofpoint", "mimecast", "ms-office", "microsoft office"),
    *("outlook-ios", "outlook-android", "bitdefender", "symantec", "forcepoint", "zscaler"),
    *("googleimageproxy", "google-read-aloud", "google-safety", "googleother", "lighthouse"),
    *("phantomjs", "selenium", "puppeteer", "playwright", "electron/", "feed", "node.js", "php/"),
    *("yahoomailproxy", "mailproxy", "virustotal", "urlscan", "cloudmark", "trendmicro"),
    *("guzzle", "postman", "insomnia", "embedly", "iframely", "quora link", "pingdom", "uptime"),
)
# Makes of phones that sound like one.
PHONES = ("cubot",)


def is_asked_for(request: HttpRequest) -> bool:
    """Whether a page is really wanted: no HEAD, and no browser that fetches it in advance."""
    names = ("Purpose", "Sec-Purpose", "X-Moz", "X-Purpose")
    purposes = " ".join(request.headers.get(name, "") for name in names).lower()
    return request.method == "GET" and not any(
        word in purposes for word in ("prefetch", "prerender", "preview")
    )


def is_person(request: HttpRequest) -> bool:
    """Whether somebody opens a page, as far as the headers tell."""
    return is_browser(request) and _is_page_load(request)


def is_browser(request: HttpRequest) -> bool:
    """Whether a browser wants it for somebody who has the page open: also our own script."""
    if not is_asked_for(request):
        return False
    agent = request.headers.get("User-Agent", "").lower()
    for phone in PHONES:
        agent = agent.replace(phone, "")
    return "mozilla/" in agent and not any(program in agent for program in PROGRAMS)


def _is_page_load(request: HttpRequest) -> bool:
    """Whether it is asked as browsers ask for a page that somebody will read.

    They accept HTML and name a language, which scripts that borrow a browser's name rarely do.
    Newer ones also say that they navigate, and to a document; older ones do not say anything.
    """
    headers = request.headers
    navigates = headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    wants_document = headers.get("Sec-Fetch-Dest", "document") == "document"
    accepts = headers.get("Accept", "").lower()
    return navigates and wants_document and "text/html" in accepts and "Accept-Language" in headers


def record_visit(request: HttpRequest, link: PaymentLink, now: datetime) -> None:
    """Note the first opening by a person; staff who view the page as the payer do not count."""
    if link.opened_at is not None or not is_person(request) or request.user.is_authenticated:
        return
    # By the token too: a visit of an address that was replaced meanwhile is none of the new one.
    unopened = PaymentLink.objects.filter(
        pk=link.pk, checkout_token=link.checkout_token, opened_at__isnull=True
    )
    opened = unopened.update(opened_at=now)
    if opened:
        TimelineEntry.objects.record(link, TimelineEntry.Event.OPENED, actor=PAYER, now=now)
