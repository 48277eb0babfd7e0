"""A furnished back office for tests: one row of every registered model, per merchant."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from invoicing.models import (
    BookAccount,
    BookedRate,
    BookEntry,
    BookExport,
    Books,
    BooksVisit,
    InvoiceLine,
    NumberingRule,
    NumberSeries,
    PayeeAccount,
    PeriodClosing,
    ReferenceSeries,
)
from payment_links.api_secrets import accept_api_secret
from payment_links.batches.sheets import SheetRow, pack_rows
from payment_links.models import (
    SYSTEM,
    Address,
    CallbackAttempt,
    CallbackEndpoint,
    CustomerEvent,
    IdempotencyKey,
    InboundEvent,
    Item,
    LinkBatch,
    LinkBatchRow,
    LinkException,
    Logo,
    Membership,
    Merchant,
    Payment,
    PaymentLink,
    SigningSecret,
    StaffMail,
    StatusCallback,
    TimelineEntry,
    User,
)
from payment_links.sealing import seal
from tests.builders import (
    NOON,
    make_distribution,
    make_invitation,
    make_link,
    make_membership,
    make_merchant,
    make_payment,
    make_user,
)
from tests.invoicing.issuing import make_credit_note, make_invoice, make_receipt
from tests.unrendered import unrendered

Rows = dict[type[Model], Model]
# The own merchant, its rows, and the rows of a foreign one.
Office = tuple[Merchant, Rows, Rows]
# Rows of a tenant as a whole, or of the operator: no role at a merchant shows them.
SUPERUSERS_ONLY = {
    "callbackendpoint",
    "inboundevent",
    "tenant",
    "apisecret",
    "signingsecret",
    "idempotencykey",
    "logo",
    "invitation",
    "staffmail",
    "user",
    "membership",
    "referenceseries",
    "payeeaccount",
    "books",
    "bookedrate",
    "booksvisit",
}


def furnish(name: str) -> tuple[Merchant, Rows]:
    """A merchant of that name with a paid, invoiced link and one row of every kind around it."""
    merchant = make_merchant(name=f"{name} AB", bankgiro="")
    customer = {"last_name": name, "email": f"{name.lower()}@example.com"}
    link = make_link(merchant, status=PaymentLink.Status.COMPLETED, customer=customer)
    payment = make_payment(link, status=Payment.Status.COMPLETED)
    address = Address.objects.create(customer=link.customer, city=f"{name}stad")
    message = make_distribution(link, recipient=f"{name.lower()}@example.com")
    invoice, receipt = make_invoice(link), make_receipt(link)
    callback = _callback(link, name)
    user = make_user(f"user-{name.lower()}")
    rows: list[Model] = [
        merchant,
        merchant.tenant,
        link,
        link.customer,
        address,
        CustomerEvent.objects.record(link.customer, "CORRECTED", actor=SYSTEM, now=NOON),
        Item.objects.get(payment_link=link),
        payment,
        LinkException.objects.create(
            payment_link=link, payment=payment, kind="PAID_TWICE", created_at=NOON
        ),
        message,
        callback.endpoint,
        callback,
        callback.callback_attempts.get(),
        InboundEvent.objects.create(
            source="PAYMENT_STATUS", payment=payment, body=name, received_at=NOON, not_before=NOON
        ),
        TimelineEntry.objects.record(link, "NOTE", actor=SYSTEM, now=NOON, text=name),
        IdempotencyKey.objects.create(tenant=merchant.tenant, key=name, created_at=NOON),
        accept_api_secret(merchant.tenant, f"secret of {name}", now=NOON),
        SigningSecret.objects.create(tenant=merchant.tenant, sealed_secret=seal("whsec_AAAA")),
        *_people(merchant, user, name),
        invoice.link_document,
        invoice,
        InvoiceLine.objects.get(invoice=invoice),
        Logo.objects.create(
            tenant=merchant.tenant, url=f"https://{name.lower()}.example/l.png", not_before=NOON
        ),
        receipt,
        make_credit_note(invoice),
        *_batch(merchant, name),
        *_numbering(merchant, invoice.payee_account),
        *_bookkeeping(merchant, user),
    ]
    return merchant, {type(row): row for row in rows}


def _batch(merchant: Merchant, name: str) -> list[Model]:
    """A file that was uploaded and checked."""
    batch = LinkBatch.objects.create(
        merchant=merchant,
        file_name=f"{name}.csv",
        kind="CSV",
        headings=["name"],
        cells=pack_rows([SheetRow(2, [name])]),
        state="CHECKED",
        created_at=NOON,
    )
    row = LinkBatchRow.objects.create(
        batch=batch, merchant=merchant, first_row=2, last_row=2, name=name, not_before=NOON
    )
    return [batch, row]


def _people(merchant: Merchant, user: User, name: str) -> list[Model]:
    """The user with a role, whom they invited, and the e-mail that went out."""
    return [
        user,
        make_membership(user, merchant),
        make_invitation(user, merchant),
        StaffMail.objects.create(
            recipient=f"{name.lower()}@example.com", subject=name, created_at=NOON, not_before=NOON
        ),
    ]


def _numbering(merchant: Merchant, payee_account: str) -> list[Model]:
    """What the invoice was numbered by, and what may be set for the next one."""
    return [
        NumberSeries.objects.filter(merchant=merchant)[0],
        ReferenceSeries.objects.get(),
        NumberingRule.objects.create(merchant=merchant, kind="INVOICE", prefix="F"),
        PayeeAccount.objects.create(account=payee_account),
    ]


def _bookkeeping(merchant: Merchant, user: User) -> list[Model]:
    """The books around the entry that the invoice made."""
    entry = BookEntry.objects.get(merchant=merchant, kind="INVOICE")
    day = entry.entry_date
    return [
        entry,
        BookedRate.objects.get(entry=entry),
        Books.objects.get(merchant=merchant),
        BookAccount.objects.create(merchant=merchant, role="BANK", number="1940", name="Bank"),
        PeriodClosing.objects.create(merchant=merchant, through_date=day, closed_at=NOON),
        BookExport.objects.create(
            merchant=merchant, format="CSV", from_date=day, to_date=day, exported_at=NOON
        ),
        BooksVisit.objects.create(user=user, visited_at=NOON),
    ]


def _callback(link: PaymentLink, name: str) -> StatusCallback:
    endpoint = CallbackEndpoint.objects.create(
        tenant=link.tenant, url=f"https://{name.lower()}.example.com/callbacks"
    )
    callback = StatusCallback.objects.create(
        payment_link=link,
        endpoint=endpoint,
        status="COMPLETED",
        occurred_at=NOON,
        body="{}",
        created_at=NOON,
        not_before=NOON,
        state=StatusCallback.State.DEAD,
    )
    CallbackAttempt.objects.create(
        status_callback=callback, attempted_at=NOON, http_status=500, duration_ms=12
    )
    return callback


def registered() -> list[type[Model]]:
    """Every model that has pages in the admin."""
    return list(admin.site._registry)


def page(model: type[Model], view: str, *args: object) -> str:
    """The address of an admin page: changelist, add, change, history or delete."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)


def books_address(merchant_id: object, file_format: str, **values: str) -> str:
    """Where a merchant's books of November 2026 are downloaded."""
    asked = {"merchant": str(merchant_id), "from": "2026-11-01", "to": "2026-11-30"}
    query = urlencode({**asked, "format": file_format, **values})
    return f"{reverse('admin:invoicing_bookexport_download')}?{query}"


def signed_in(user: User) -> Client:
    """A browser of the user, with the session that signing in leaves behind.

    Django's own way tells everybody who listens and keeps the time, which takes ten queries.
    """
    client = Client()
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    return client


def member(merchant: Merchant, role: str = Membership.Role.STAFF) -> Client:
    """A browser of a new user with that role at the merchant."""
    user = make_user(f"{role.lower()}-{merchant.pk}")
    make_membership(user, merchant, role)
    return signed_in(user)


def confirmed(client: Client) -> Client:
    """The same browser, in which the password was given again just now."""
    answer = client.post(reverse("account_reauthenticate"), {"password": "demo"})
    assert answer.status_code == 302
    return client


def superuser() -> Client:
    """A browser of a user who sees everything."""
    return signed_in(make_user("root", is_superuser=True))


def act(client: Client, link: PaymentLink, name: str, **values: str) -> int:
    """Press a button of the link's page; returns the HTTP status."""
    address = reverse("admin:payment_links_paymentlink_act", args=[link.pk, name])
    return client.post(address, values).status_code


def bulk_address(name: str) -> str:
    """Where the page that previews an action on several links sends its form."""
    return reverse("admin:payment_links_paymentlink_bulk", args=[name])


def run_in_bulk(client: Client, name: str, *links: PaymentLink, **values: str) -> list[str]:
    """Confirm an action on rows of the list; returns the outcomes as "customer: text"."""
    form = {"links": ",".join(str(link.pk) for link in links), "reason": "Sold out", **values}
    with unrendered():
        answer = client.post(bulk_address(name), form, follow=True)
    rows = answer.context.get("rows", []) if answer.status_code == 200 else []
    return [f"{row.customer}: {row.text}" for row in rows]
