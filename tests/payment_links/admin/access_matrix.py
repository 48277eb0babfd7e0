"""What each role meets at each address of the back office: the matrix of test_access.

Every address that the site registers has an entry here; the tests fail when one is missing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Model
from django.urls import URLPattern, URLResolver, reverse

from invoicing.models import Invoice
from payment_links.models import (
    ApiSecret,
    Customer,
    Invitation,
    LinkBatch,
    LinkBatchRow,
    LinkDocument,
    Membership,
    Merchant,
    PaymentLink,
    SigningSecret,
)
from tests.back_office import SUPERUSERS_ONLY, Rows

ROLES = list(Membership.Role.values)
ACTING = ("OWNER", "STAFF", "FINANCE", "SUPPORT")
BOOKKEEPING = ("OWNER", "FINANCE")
STANDARD_VIEWS = ("changelist", "add", "change", "history", "delete")


def only(*roles: str, status: int = 200) -> dict[str, int]:
    """These roles are answered with the status, the others are refused."""
    return {role: status if role in roles else 403 for role in ROLES}


EVERYBODY = only(*ROLES)
NOBODY = only()
HIDDEN = dict.fromkeys(ROLES, 404)
# Found by owners alone; what asks for the password again sends them to its page first.
OWNERS = {**HIDDEN, "OWNER": 200}
OWNERS_GO_ON = {**HIDDEN, "OWNER": 302}


def shown_to(*roles: str, status: int = 200) -> dict[str, int]:
    """These roles are answered with the status, for the others there is no such page."""
    return {**HIDDEN, **dict.fromkeys(roles, status)}


@dataclass(frozen=True)
class Entry:
    """One address. own: status per role for the own merchant's rows; foreign: for another's.

    args: what stands in the address, made of a merchant's rows; query, data and form: what is sent.
    args: what stands in the address, made of a merchant's rows; query, data and form: what is
    sent, form being made of the rows too.
    superuser: what somebody meets who sees everything.
    """

    own: dict[str, int]
    foreign: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ROLES, 404))
    args: Callable[[Rows], list[Any]] = lambda _rows: []
    query: Callable[[Rows], dict[str, Any]] = lambda _rows: {}
    data: dict[str, Any] = field(default_factory=dict)
    form: Callable[[Rows], dict[str, Any]] = lambda _rows: {}
    method: Literal["get", "post"] = "get"
    superuser: int = 200


def _link(rows: Rows) -> list[Any]:
    return [rows[PaymentLink].pk]


def _customer(rows: Rows) -> list[Any]:
    return [rows[Customer].pk]


def _batch(rows: Rows) -> list[Any]:
    return [rows[LinkBatch].pk]


def _membership(rows: Rows) -> list[Any]:
    return [rows[Membership].pk]


def _invitation(rows: Rows) -> list[Any]:
    return [rows[Invitation].pk]


def _books(rows: Rows) -> dict[str, Any]:
    asked = {"from": "2026-11-01", "to": "2026-11-30", "format": "csv"}
    return {"merchant": str(rows[Merchant].pk), **asked}


def _new_link(rows: Rows) -> dict[str, Any]:
    return {"merchant": str(rows[Merchant].pk), "term": "Bertil"}


# Addresses beyond the five of every model.
OWN_ADDRESSES: dict[str, Entry] = {
    "payment_links_paymentlink_act": Entry(
        only(*ACTING, status=302),
        args=lambda rows: [rows[PaymentLink].pk, "resolve"],
        method="post",
        superuser=302,
    ),
    "payment_links_paymentlink_preview": Entry(only(*ACTING), form=_new_link, method="post"),
    "payment_links_paymentlink_customers": Entry(only(*ACTING), form=_new_link, method="post"),
    "payment_links_customer_correct": Entry(only(*ACTING), args=_customer),
    "payment_links_customer_erase": Entry(only(*BOOKKEEPING), args=_customer),
    # The same customer twice: back to its page.
    "payment_links_customer_merge": Entry(
        only(*ACTING, status=302), args=lambda rows: _customer(rows) * 2, superuser=302
    ),
    "payment_links_merchant_accent_color": Entry(
        EVERYBODY, foreign=EVERYBODY, query=lambda _rows: {"color": "#0b5d4e"}
    ),
    "payment_links_paymentlink_qr": Entry(EVERYBODY, args=_link),
    "payment_links_paymentlink_qr_file": Entry(
        EVERYBODY, args=lambda rows: [rows[PaymentLink].pk, "svg"]
    ),
    "payment_links_paymentlink_bulk": Entry(
        only(*ACTING, status=302),
        foreign={**HIDDEN, "ACCOUNTANT": 403},
        args=lambda _rows: ["resolve"],
        form=lambda rows: {"links": str(rows[PaymentLink].pk)},
        method="post",
        superuser=302,
    ),
    # What the entry above did, for those who could do it.
    "payment_links_paymentlink_bulk_result": Entry({**EVERYBODY, "ACCOUNTANT": 404}),
    # As the list that they are the totals of.
    "payment_links_paymentlink_totals": Entry(EVERYBODY, foreign=EVERYBODY),
    "payment_links_linkdocument_download": Entry(
        EVERYBODY, args=lambda rows: [rows[LinkDocument].pk]
    ),
    "payment_links_linkbatch_upload": Entry(shown_to(*ACTING), foreign=shown_to(*ACTING)),
    "payment_links_linkbatch_template": Entry(
        shown_to(*ACTING), foreign=shown_to(*ACTING), args=lambda _rows: ["csv"]
    ),
    "payment_links_linkbatch_columns": Entry(shown_to(*ACTING), args=_batch),
    "payment_links_linkbatch_progress": Entry(shown_to(*ACTING), args=_batch),
    "payment_links_linkbatch_file": Entry(
        shown_to(*ACTING), args=lambda rows: [rows[LinkBatch].pk, "links", "csv"]
    ),
    "payment_links_linkbatch_act": Entry(
        shown_to(*ACTING, status=302),
        args=lambda rows: [rows[LinkBatch].pk, "duplicates"],
        method="post",
        superuser=302,
    ),
    "invoicing_bookentry_books": Entry(EVERYBODY, query=_books),
    # Closed already: there is nothing to confirm, and for other roles there is no such page.
    "invoicing_bookentry_close": Entry(
        {**HIDDEN, **dict.fromkeys(BOOKKEEPING, 302)}, query=_books, superuser=302
    ),
    "invoicing_bookentry_accounts": Entry(EVERYBODY, query=_books),
    # Credited in whole already: back to the link.
    "invoicing_creditnote_credit": Entry(
        only(*ACTING, status=302),
        args=lambda rows: [rows[Invoice].payment_link_id],  # type: ignore[attr-defined]
        superuser=302,
    ),
    "invoicing_bookexport_download": Entry(EVERYBODY, query=_books),
    "payment_links_invitation_people": Entry(OWNERS, foreign=OWNERS),
    "payment_links_invitation_invite": Entry(OWNERS, foreign=OWNERS),
    "payment_links_invitation_member": Entry(OWNERS, args=_membership),
    "payment_links_invitation_remove": Entry(OWNERS_GO_ON, args=_membership, superuser=302),
    "payment_links_invitation_resend": Entry(
        OWNERS_GO_ON, args=_invitation, method="post", superuser=302
    ),
    "payment_links_invitation_withdraw": Entry(
        OWNERS_GO_ON, args=_invitation, method="post", superuser=302
    ),
}
# Addresses of the site itself, which show nobody's rows; autocomplete has tests of its own.
SITE_ADDRESSES = {
    *("index", "search", "login", "logout", "password_change", "password_change_done"),
    *("auth_user_password_change", "autocomplete", "jsi18n", "view_on_site", "app_list"),
}
# Standard addresses that are not as closed, or as open, as those of other models.
EXCEPTIONS: dict[str, Entry] = {
    # An empty form, of the merchants that one acts for.
    "payment_links_paymentlink_add": Entry(only(*ACTING), foreign=only(*ACTING)),
    # Batches are for those who act; who only reads has nothing to do with them.
    "payment_links_linkbatch_changelist": Entry(only(*ACTING), foreign=only(*ACTING)),
    "payment_links_linkbatch_change": Entry(shown_to(*ACTING), args=_batch),
    "payment_links_linkbatch_history": Entry(shown_to(*ACTING), args=_batch),
    "payment_links_linkbatchrow_changelist": Entry(only(*ACTING), foreign=only(*ACTING)),
    "payment_links_linkbatchrow_change": Entry(
        only(*ACTING),
        foreign={**HIDDEN, "ACCOUNTANT": 403},
        args=lambda rows: [rows[LinkBatchRow].pk],
    ),
    "payment_links_linkbatchrow_history": Entry(
        shown_to(*ACTING), args=lambda rows: [rows[LinkBatchRow].pk]
    ),
}


def _secret_addresses(model: type[Model]) -> tuple[dict[str, Entry], dict[str, Entry]]:
    """Exceptions and own addresses: an owner of all merchants of the tenant manages its secrets."""
    name = f"{model._meta.app_label}_{model._meta.model_name}"

    def row(rows: Rows) -> list[Any]:
        return [rows[model].pk]

    exceptions = {
        f"{name}_changelist": Entry(only("OWNER"), foreign=only("OWNER")),
        f"{name}_add": Entry(only("OWNER", status=302), foreign=only("OWNER", status=302)),
        f"{name}_change": Entry(only("OWNER"), foreign={**NOBODY, "OWNER": 404}, args=row),
        f"{name}_history": Entry(OWNERS, foreign=HIDDEN, args=row),
    }
    own = {
        f"{name}_rotate": Entry(OWNERS_GO_ON, args=row, superuser=302),
        f"{name}_revoke": Entry(OWNERS_GO_ON, args=row, superuser=302),
    }
    return exceptions, own


for secret in (ApiSecret, SigningSecret):
    exceptions, own = _secret_addresses(secret)
    EXCEPTIONS |= exceptions
    OWN_ADDRESSES |= own


def registered_addresses() -> Iterator[str]:
    """The name of every address of the site that has one."""
    return _names(admin.site.urls[0])


def _names(patterns: Any) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name


def standard_addresses() -> dict[str, Entry]:
    """The five addresses of every model: read by members, added to and deleted by nobody."""
    entries: dict[str, Entry] = {}
    for model in admin.site._registry:
        for view in STANDARD_VIEWS:
            name = f"{model._meta.app_label}_{model._meta.model_name}_{view}"
            entries[name] = EXCEPTIONS.get(name) or _standard(model, view)
    return entries


def _standard(model: type[Model], view: str) -> Entry:
    args: Callable[[Rows], list[Any]] = lambda rows: [rows[model].pk]  # noqa: E731
    if view in {"changelist", "add"}:
        args = lambda _rows: []  # noqa: E731
    is_read = view in {"changelist", "change", "history"}
    if model._meta.model_name in SUPERUSERS_ONLY and view == "history":
        # It looks for the row among those that the person may see, before it asks for the right.
        return Entry(HIDDEN, foreign=HIDDEN, args=args)
    if model._meta.model_name in SUPERUSERS_ONLY or not is_read:
        return Entry(NOBODY, foreign=NOBODY, args=args)
    if view == "changelist":
        return Entry(EVERYBODY, foreign=EVERYBODY)
    return Entry(EVERYBODY, args=args)


def entries() -> dict[str, Entry]:
    """The whole matrix: an entry per address."""
    return {**standard_addresses(), **OWN_ADDRESSES}


def address(name: str, entry: Entry, rows: Rows) -> str:
    """The address of the entry for these rows."""
    query = urlencode(entry.query(rows))
    return reverse(f"admin:{name}", args=entry.args(rows)) + (f"?{query}" if query else "")
