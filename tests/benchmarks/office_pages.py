"""The pages of the back office that must not slow down as links become more."""

from dataclasses import dataclass

LINKS = "/admin/payment_links/paymentlink/"
CUSTOMERS = "/admin/payment_links/customer/"
MERCHANTS_ASKED = (
    "/admin/autocomplete/?app_label=payment_links&model_name=membership&field_name=merchant"
)
LIST, SEARCH, OVERVIEW = 1.3, 1.3, 1.4
# Where the script of a list asks what its links add up to: at most 10,000 of them.
TOTALS_OF = f"{LINKS}totals/"
TOTALS = 3.0
VIEWS = ("needs_action", "not_delivered", "waiting", "overdue", "paid_today", "exceptions")
# What the search box of links takes, with an example from the data.
TERMS = ("ocr", "phone", "email", "name", "number", "order", "amount", "link")


@dataclass(frozen=True, slots=True)
class Page:
    """One page, who reads it, and how many times its cost at the few links it may cost.

    address: with the names of terms in braces. naive: where the reference has the same.
    """

    title: str
    reader: str
    address: str
    at_most: float = LIST
    naive: str = ""


def _naive(address: str) -> str:
    return address.replace("/admin/", "/naive/")


def _lists() -> list[Page]:
    pages = [Page("list", "operator", LINKS, naive=_naive(LINKS))]
    for reader in ("chain", "platform", "shop"):
        pages.append(Page("list", reader, LINKS))
    for reader in ("chain", "platform"):
        pages += [Page(f"view {view}", reader, f"{LINKS}?view={view}") for view in VIEWS]
        pages.append(Page("page 20", reader, f"{LINKS}?p=20"))
        pages.append(Page("last page", reader, f"{LINKS}?p=80"))
    return pages


def _filtered() -> list[Page]:
    filters = {
        "paid": "status__exact=COMPLETED",
        "expired": "status__exact=EXPIRED",
        "cancelled": "status__exact=CANCELLED",
        "SMS failed": "sms_status__exact=FAILED",
        "in euro": "currency=EUR",
        "tenant not told": "attention=callback",
        "made in a month": "created_at_from={from}&created_at_to={to}",
        "due in a month": "due_date_from={from}&due_date_to={to}",
        "paid in a month": "completed_at_from={from}&completed_at_to={to}",
        "expired and due in a month": "status__exact=EXPIRED&due_date_from={from}&due_date_to={to}",
        "of a merchant": "merchant={merchant}",
    }
    return [
        Page(f"filter {title}", reader, f"{LINKS}?{query}")
        for reader in ("operator", "chain")
        for title, query in filters.items()
    ]


def _sorted() -> list[Page]:
    # Columns by number: of one merchant there is one less, but behind these.
    columns = {"amount": "4", "due date": "5"}
    return [
        Page(f"sorted by {title}, {way}", reader, f"{LINKS}?o={sign}{column}")
        for reader in ("operator", "chain")
        for title, column in columns.items()
        for way, sign in (("up", ""), ("down", "-"))
    ]


def _searched() -> list[Page]:
    known_to_naive = {"ocr", "name", "email", "phone"}
    pages = []
    for reader in ("operator", "chain"):
        for term in TERMS:
            address = f"{LINKS}?q={{{term}}}"
            naive = _naive(address) if reader == "operator" and term in known_to_naive else ""
            pages.append(Page(f"search {term}", reader, address, SEARCH, naive))
        pages += [
            Page(f"search “{word}”", reader, f"{LINKS}?q={word}", SEARCH)
            for word in ("Andersson", "Nosuchname", "ek", "Anna Andersson")
        ]
    return pages


def _totals() -> list[Page]:
    queries = {
        "everything": "",
        "paid": "?status__exact=COMPLETED",
        "made in a month": "?created_at_from={from}&created_at_to={to}",
        "“Andersson”": "?q=Andersson",
    }
    return [
        Page(f"totals, {title}", reader, f"{TOTALS_OF}{query}", TOTALS)
        for reader in ("operator", "chain")
        for title, query in queries.items()
    ]


def _others() -> list[Page]:
    pages = []
    for reader in ("operator", "chain"):
        pages.append(Page("overview", reader, "/admin/", OVERVIEW))
        pages.append(Page("customers", reader, CUSTOMERS))
    for term in ("phone", "email", "name"):
        pages.append(Page(f"customers, search {term}", "chain", f"{CUSTOMERS}?q={{{term}}}"))
    pages += [
        Page("customers, search “Andersson”", "chain", f"{CUSTOMERS}?q=Andersson"),
        Page("page of a customer", "chain", f"{CUSTOMERS}{{customer}}/change/"),
        Page("page of a link", "chain", f"{LINKS}{{link}}/change/"),
        Page("autocomplete", "operator", f"{MERCHANTS_ASKED}&term=stor", OVERVIEW),
        Page("messages", "chain", "/admin/payment_links/distribution/"),
        Page("payments", "chain", "/admin/payment_links/payment/"),
        Page("callbacks", "chain", "/admin/payment_links/statuscallback/"),
    ]
    return pages


PAGES = [*_lists(), *_filtered(), *_sorted(), *_searched(), *_totals(), *_others()]
