"""The books in the back office: the accountant's page, closing, accounts, and the entries."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from invoicing.admin import books_page
from invoicing.admin.book_accounts import AccountsForm
from invoicing.admin.issued import table
from invoicing.bookkeeping.accounts import accounts_of, choose_accounts
from invoicing.bookkeeping.closing import close_period
from invoicing.bookkeeping.vouchers import NEEDED_ROWS, voucher_of
from invoicing.models import BookEntry
from invoicing.periods import Period
from payment_links import clock
from payment_links.admin import access, display
from payment_links.admin.base import StaffAdmin, as_uuid
from payment_links.admin.filters import FIRST_YEAR, LAST_YEAR, DaysFilter, MerchantFilter
from payment_links.admin.refusals import refusal_text
from payment_links.errors import DomainError
from payment_links.models import Membership, Merchant, User
from payment_links.models.payments import method_text

TEMPLATES = "admin/invoicing/bookentry"


@admin.register(BookEntry)
class BookEntryAdmin(StaffAdmin[BookEntry]):
    """Entries are written by documents and payments; the menu opens the page of all of them."""

    merchant_path = "merchant_id"
    menu_section = gettext_lazy("Documents")
    menu_icon = "menu_book"
    menu_order = 0
    menu_title = gettext_lazy("Books")
    menu_view = "books"
    first_for_role = Membership.Role.ACCOUNTANT
    ordering: ClassVar[Any] = ("-entry_date", "-pk")
    list_display = ("dated", "kind", "document", "customer", "amount_cell", "link")
    list_filter: ClassVar[Any] = (
        MerchantFilter,
        ("kind", ChoicesDropdownFilter),
        ("entry_date", DaysFilter),
    )
    list_select_related = NEEDED_ROWS
    id_search_fields = ("id", "payment_link_id")
    search_fields = ("=invoice__number", "=receipt__number", "=credit_note__number")
    search_help_text = gettext_lazy("Number of the document, or link id")
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": (
                    ("dated", "kind"),
                    ("document", "customer"),
                    ("amount_cell", "link"),
                    ("merchant", "recorded"),
                )
            },
        ),
        (gettext_lazy("Postings"), {"fields": ("postings",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[BookEntry]:
        """What was entered as a test is gone once the tenant is live, as in every figure."""
        return super().get_queryset(request) & BookEntry.objects.in_force()

    def get_urls(self) -> list[URLPattern]:
        views = (
            ("books", self.books_view),
            ("close", self.close_view),
            ("accounts", self.accounts_view),
        )
        return [
            *(
                path(
                    "books/" if name == "books" else f"books/{name}/",
                    self.admin_site.admin_view(view),
                    name=f"invoicing_bookentry_{name}",
                )
                for name, view in views
            ),
            *super().get_urls(),
        ]

    def books_view(self, request: HttpRequest) -> HttpResponse:
        """What is new, months, VAT and open items of one of the user's merchants."""
        merchant = self._merchant(request, request.GET)
        if merchant is None or not isinstance(request.user, User):
            return self._without_merchant(request)
        page = books_page.gather(
            request.user,
            self._merchants(request),
            merchant,
            _period(request.GET),
            may_keep=access.may_keep_books(request, merchant.pk),
            now=clock.now(),
        )
        return self._page(request, "books", str(self.menu_title), page=page)

    def close_view(self, request: HttpRequest) -> HttpResponse:
        """Say what closing means; with POST close. For owners and finance."""
        asked = request.POST if request.method == "POST" else request.GET
        merchant, through = self._merchant(request, asked), _day(asked, "through")
        if merchant is None or not access.may_keep_books(request, merchant.pk):
            return self.gone(request)
        back = books_page.page_address("books", merchant=merchant.pk)
        if through is None:
            return HttpResponseRedirect(back)
        if request.method == "POST":
            return self._close(request, merchant, through)
        preview = books_page.closing_preview(merchant, through, now=clock.now())
        return self._page(request, "close", _("Close the books"), preview=preview, back=back)

    def accounts_view(self, request: HttpRequest) -> HttpResponse:
        """All accounts of a merchant; owners and finance change them here."""
        asked = request.POST if request.method == "POST" else request.GET
        merchant = self._merchant(request, asked)
        if merchant is None:
            return self.gone(request)
        may_keep = access.may_keep_books(request, merchant.pk)
        form = AccountsForm(accounts_of(merchant))
        if request.method == "POST":
            if not may_keep:
                return self.gone(request)
            form = AccountsForm(accounts_of(merchant), request.POST)
            if form.is_valid():
                for row in choose_accounts(merchant, form.chosen()):
                    self.log_change(request, row, f"{row.role}: {row}")  # type: ignore[arg-type]
                messages.success(request, _("The accounts are saved."))
                return HttpResponseRedirect(
                    books_page.page_address("accounts", merchant=merchant.pk)
                )
        back = books_page.page_address("books", merchant=merchant.pk)
        context = {"merchant": merchant, "form": form, "may_keep": may_keep, "back": back}
        return self._page(request, "accounts", _("Accounts"), **context)

    def _close(self, request: HttpRequest, merchant: Merchant, through: date) -> HttpResponse:
        try:
            close_period(merchant, through, actor=access.acting_user(request), now=clock.now())
        except DomainError as error:
            messages.error(request, refusal_text(error))
        else:
            told = _("The books of %(merchant)s are closed through %(day)s.")
            messages.success(request, told % {"merchant": merchant, "day": through.isoformat()})
        return HttpResponseRedirect(books_page.page_address("books", merchant=merchant.pk))

    def _merchants(self, request: HttpRequest) -> QuerySet[Merchant]:
        merchants = Merchant.objects.select_related("tenant")
        if access.sees_everything(request):
            return merchants
        return merchants.filter(pk__in=list(access.roles_by_merchant(request)))

    def _merchant(self, request: HttpRequest, asked: Mapping[str, str]) -> Merchant | None:
        """The merchant that was asked for, or the user's first; None when there is none."""
        merchants = self._merchants(request) if access.may_see_something(request) else None
        if merchants is None:
            return None
        if "merchant" in asked:
            merchant_id = as_uuid(asked["merchant"])
            return merchants.filter(pk=merchant_id).first() if merchant_id else None
        return merchants.order_by("name", "pk").first()

    def _without_merchant(self, request: HttpRequest) -> HttpResponse:
        if "merchant" in request.GET:
            return self.gone(request)
        return self._page(request, "books", str(self.menu_title), page=None)

    def _page(
        self, request: HttpRequest, template: str, title: str, **context: Any
    ) -> TemplateResponse:
        shared = {**self.admin_site.each_context(request), "title": title}
        return TemplateResponse(request, f"{TEMPLATES}/{template}.html", {**shared, **context})

    @admin.display(description=gettext_lazy("Date"), ordering="entry_date")
    def dated(self, entry: BookEntry) -> str:
        return entry.entry_date.isoformat()

    @admin.display(description=gettext_lazy("Document"))
    def document(self, entry: BookEntry) -> SafeString:
        if entry.payment is not None:
            method = method_text(entry.payment.provider, entry.payment.method)
            return display.row_link(entry.payment, method)
        return display.row_link(entry.invoice or entry.receipt or entry.credit_note)

    @admin.display(description=gettext_lazy("Customer"))
    def customer(self, entry: BookEntry) -> str:
        return entry.payment_link.customer.buyer_name

    @admin.display(description=gettext_lazy("Amount incl. VAT"), ordering="gross_amount")
    def amount_cell(self, entry: BookEntry) -> SafeString:
        return display.amount_cell(entry.gross_amount, entry.currency)

    @admin.display(description=gettext_lazy("Payment link"))
    def link(self, entry: BookEntry) -> SafeString:
        return display.row_link(entry.payment_link)

    @admin.display(description=gettext_lazy("Recorded at"), ordering="recorded_at")
    def recorded(self, entry: BookEntry) -> str:
        return display.moment_text(entry.recorded_at)

    @admin.display(description=gettext_lazy("Postings"))
    def postings(self, entry: BookEntry) -> SafeString:
        """The voucher's rows on today's accounts: debit and credit in columns of their own."""
        rows = []
        for posting in voucher_of(entry, accounts_of(entry.merchant)).postings:
            text = display.amount_text(abs(posting.amount), entry.currency)
            columns = [text, ""] if posting.amount > 0 else ["", text]
            rows.append([f"{posting.account} {posting.account_name}", *columns])
        return table([_("Account"), _("Debit"), _("Credit")], rows)


def _day(asked: Mapping[str, str], name: str) -> date | None:
    """The day that was asked for, or None when it is none on which anything can have happened."""
    try:
        day = date.fromisoformat(asked.get(name, ""))
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _period(asked: Mapping[str, str]) -> Period | None:
    """The days that were asked for, in their order; None unless both are days."""
    first, last = _day(asked, "from"), _day(asked, "to")
    if first is None or last is None:
        return None
    return Period(min(first, last), max(first, last))
