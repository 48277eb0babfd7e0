"""Crediting in the back office: the whole on the link's page, a part on a form of its own."""

import pytest
from django.test import Client
from django.urls import reverse

from invoicing.credit_notes import CreditedQuantity
from invoicing.models import CreditNote, Invoice
from payment_links.models import Merchant, PaymentLink
from tests.back_office import act, member, page
from tests.builders import NOON, make_link, make_merchant
from tests.invoicing.issuing import make_credit_note, make_invoice

pytestmark = pytest.mark.django_db

ITEMS = [("Hawaii Pizza", 7000, 2, "12"), ("Soda", 2500, 1, "6"), ("Discount", -500, 1, "6")]
REASON = {"reason": "Wrong pizza"}
ONE = {"quantity_1": "1", **REASON}


@pytest.fixture
def merchant() -> Merchant:
    return make_merchant()


@pytest.fixture
def invoice(merchant: Merchant) -> Invoice:
    return make_invoice(make_link(merchant, status="COMPLETED", items=ITEMS))


def address(invoice: Invoice) -> str:
    return reverse("admin:invoicing_creditnote_credit", args=[invoice.payment_link_id])


def send(client: Client, invoice: Invoice, **values: str) -> object:
    """Look at the sum, then issue it as it was shown; returns the messages that followed."""
    shown = client.post(address(invoice), values).context["preview"]
    answer = client.post(address(invoice), {**values, "seen": shown["seen"]}, follow=True)
    return [str(message) for message in answer.context["messages"]]


def errors(client: Client, invoice: Invoice, **values: str) -> dict[str, list[str]]:
    shown = client.post(address(invoice), values).context
    assert shown["preview"] is None
    return {name: [str(text) for text in texts] for name, texts in shown["form"].errors.items()}


def test_the_button_credits_the_whole_invoice(merchant: Merchant, invoice: Invoice) -> None:
    client = member(merchant)

    act(client, invoice.payment_link, "credit_invoice", reason="Wrong pizza")

    note = CreditNote.objects.get()
    assert (note.total_amount, note.reason) == (invoice.total_amount, "Wrong pizza")
    assert note.payment_link.timeline.get(event="CREDITED").actor == "STAFF"


def test_the_button_asks_for_a_reason(merchant: Merchant, invoice: Invoice) -> None:
    client = member(merchant)

    act(client, invoice.payment_link, "credit_invoice", reason=" ")

    assert not CreditNote.objects.exists()


def test_an_unpaid_link_is_cancelled_by_the_button(merchant: Merchant) -> None:
    link = make_link(merchant)
    make_invoice(link)

    act(member(merchant), link, "credit_invoice", reason="Wrong pizza")

    assert PaymentLink.objects.get().status == "CANCELLED"


def test_the_links_page_offers_what_is_possible(merchant: Merchant, invoice: Invoice) -> None:
    unpaid = make_link(merchant)
    client = member(merchant)
    link_page = page(PaymentLink, "change", invoice.payment_link_id)
    uninvoiced = offers(client, page(PaymentLink, "change", unpaid.pk))
    make_invoice(unpaid)
    invoiced = offers(client, page(PaymentLink, "change", unpaid.pk))
    paid = offers(client, link_page)
    make_credit_note(invoice)

    assert (uninvoiced, invoiced, paid) == ((False, False), (True, False), (True, True))
    assert offers(client, link_page) == (False, False)


def offers(client: Client, link_page: str) -> tuple[bool, bool]:
    """Whether the page has the button, and the way to the form."""
    content = client.get(link_page).content.decode()
    return "do/credit_invoice/" in content, "creditnote/credit/" in content


def test_the_links_page_shows_the_credit_note(merchant: Merchant, invoice: Invoice) -> None:
    make_credit_note(invoice, CreditedQuantity(1, 1))

    content = member(merchant).get(page(PaymentLink, "change", invoice.payment_link_id)).content

    shown = content.decode().replace("\u00a0", " ")
    assert "Credit note TEST-KR20260001" in shown
    assert "TEST-KR20260001, 70,00 kr, Wrong pizza" in shown


def test_the_form_shows_the_sum_before_it_issues(merchant: Merchant, invoice: Invoice) -> None:
    client = member(merchant)

    answer = client.post(address(invoice), {**ONE, "amount_2": "12,50"})

    assert answer.context["preview"]["amount"] == "82,50\u00a0kr"
    assert not CreditNote.objects.exists()


def test_the_form_issues_what_was_looked_at(merchant: Merchant, invoice: Invoice) -> None:
    told = send(member(merchant), invoice, **ONE, amount_2="1 2,50", amount_3="-2.50")

    note = CreditNote.objects.get()
    assert told == ["Credit note TEST-KR20260001 over 80,00\u00a0kr is issued."]
    assert [(line["position"], line["gross_amount"]) for line in note.lines] == [
        (1, 7000),
        (2, 1250),
        (3, -250),
    ]


def test_another_sum_than_was_looked_at_is_shown_again(
    merchant: Merchant, invoice: Invoice
) -> None:
    client = member(merchant)
    seen = client.post(address(invoice), ONE).context["preview"]["seen"]

    answer = client.post(address(invoice), {**ONE, "quantity_1": "2", "seen": seen})

    assert answer.context["preview"]["amount"] == "140,00\u00a0kr"
    assert not CreditNote.objects.exists()


def test_a_form_that_is_sent_twice_credits_once(merchant: Merchant, invoice: Invoice) -> None:
    client = member(merchant)
    seen = client.post(address(invoice), ONE).context["preview"]["seen"]

    for _ in range(2):
        client.post(address(invoice), {**ONE, "seen": seen})

    assert CreditNote.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"quantity_1": "3"}, "quantity_1"),
        ({"quantity_1": "0"}, "quantity_1"),
        ({"quantity_1": "x"}, "quantity_1"),
        ({"amount_1": "140,01"}, "amount_1"),
        ({"amount_1": "1e3"}, "amount_1"),
        ({"amount_1": "1,005"}, "amount_1"),
        ({"amount_1": "-1"}, "amount_1"),
        ({"amount_3": "1"}, "amount_3"),
        ({"quantity_1": "1", "amount_1": "1"}, "amount_1"),
        ({"quantity_2": "1"}, "__all__"),
        ({"quantity_3": "1"}, "__all__"),
        ({}, "__all__"),
        ({"quantity_1": "1", "reason": ""}, "reason"),
        ({"quantity_1": "1", "reason": "a\u202eb"}, "reason"),
    ],
)
def test_faults_stand_at_their_field(
    values: dict[str, str], field: str, merchant: Merchant, invoice: Invoice
) -> None:
    found = errors(member(merchant), invoice, **{**REASON, **values})

    assert list(found) == [field]


def test_the_longest_invoice_fits_into_the_form(merchant: Merchant) -> None:
    items = [("Pizza", 7000, 1, "12")] * 500
    invoice = make_invoice(make_link(merchant, status="COMPLETED", items=items))
    empty = {f"{name}_{n}": "" for n in range(1, 501) for name in ("quantity", "amount")}

    answer = member(merchant).post(address(invoice), {**empty, **REASON, "quantity_500": "1"})

    assert answer.context["preview"]["amount"] == "70,00\u00a0kr"


def test_accountants_only_read(merchant: Merchant, invoice: Invoice) -> None:
    client = member(merchant, "ACCOUNTANT")
    link_page = page(PaymentLink, "change", invoice.payment_link_id)

    statuses = [
        client.get(address(invoice)).status_code,
        client.post(address(invoice), ONE).status_code,
        act(client, invoice.payment_link, "credit_invoice", **REASON),
    ]

    assert statuses == [403, 403, 403]
    assert offers(client, link_page) == (False, False)
    assert not CreditNote.objects.exists()


def test_a_foreign_invoice_does_not_exist(invoice: Invoice) -> None:
    client = member(make_merchant())

    assert client.get(address(invoice)).status_code == 404
    assert client.post(address(invoice), ONE).status_code == 404


def test_posts_need_a_token_of_our_page(merchant: Merchant, invoice: Invoice) -> None:
    client = member(merchant)
    client.handler.enforce_csrf_checks = True

    assert client.post(address(invoice), ONE).status_code == 403


@pytest.mark.parametrize("status", ["CREATED", "EXPIRED", "CANCELLED", "COMPLETED"])
def test_what_cannot_be_credited_in_part_leads_back(status: str, merchant: Merchant) -> None:
    """Links that are not paid, and one of which nothing is left."""
    invoice = make_invoice(make_link(merchant, status="COMPLETED"))
    PaymentLink.objects.update(status=status, cancelled_at=NOON)
    if status == "COMPLETED":
        make_credit_note(invoice)

    answer = member(merchant).get(address(invoice))

    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        page(PaymentLink, "change", invoice.payment_link_id),
    )


def test_a_credit_note_shows_what_was_frozen(merchant: Merchant, invoice: Invoice) -> None:
    note = make_credit_note(invoice, CreditedQuantity(1, 1))

    content = member(merchant).get(page(CreditNote, "change", note.pk)).content.decode()

    for part in ("Wrong pizza", "Hawaii Pizza", "1 st", "62,50 kr", "7,50 kr", invoice.number):
        assert part in content.replace("\u00a0", " ")


def test_a_credit_note_is_found_by_number(merchant: Merchant, invoice: Invoice) -> None:
    note = make_credit_note(invoice)

    for number in (note.number, invoice.number):
        answer = member(merchant, "STAFF" if number == note.number else "OWNER").get(
            page(CreditNote, "changelist"), {"q": number}
        )
        assert list(answer.context["cl"].result_list) == [note]
