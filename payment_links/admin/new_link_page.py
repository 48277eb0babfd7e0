"""The page that makes a payment link, and its preview while typing."""

from datetime import date

from django.contrib import messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
)
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from payment_links import clock
from payment_links.admin import (
    access,
    acting_merchants,
    display,
    new_link_saving,
    new_link_start,
)
from payment_links.admin.base import StaffAdmin, as_uuid
from payment_links.admin.new_link_form import NewLinkForm
from payment_links.admin.new_link_lines import with_added_line, without_line
from payment_links.admin.new_link_preview import Preview, reckon
from payment_links.admin.new_link_start import Start
from payment_links.admin.refusals import refusal_text
from payment_links.errors import DomainError
from payment_links.models import Customer, Merchant, PaymentLink
from payment_links.models.fields import uuid7

FOLDER = "admin/payment_links/paymentlink"
LAST_MERCHANT = "payment_links.new_link.merchant"


def add_view(page: StaffAdmin[PaymentLink], request: HttpRequest) -> HttpResponse:
    """The form; sent with "do" it is reckoned again, saved, or saved and the link sent."""
    merchants = acting_merchants.listed(request)
    if not merchants:
        return _refused(page, request)
    try:
        if request.method == "POST":
            return _submitted(page, request, merchants)
        start = _start(request, merchants)
    except Http404:
        return page.gone(request)
    form = NewLinkForm(start, merchants=merchants, today=_today(start.merchant))
    as_sent = NewLinkForm(start, start.as_sent(), merchants=merchants, today=_today(start.merchant))
    return _shown(page, request, form, reckon(as_sent, clock.now()))


def preview_view(page: StaffAdmin[PaymentLink], request: HttpRequest) -> HttpResponse:
    """The totals and messages of a form that is being filled in, as parts of its page."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        form = _sent_form(request, request.POST, acting_merchants.listed(request))
    except Http404:
        return page.gone(request)
    context = {"preview": reckon(form, clock.now()), "form": form}
    return JsonResponse(
        {
            name: render_to_string(f"{FOLDER}/new_{name}.html", context, request)
            for name in ("totals", "messages")
        }
    )


def _submitted(
    page: StaffAdmin[PaymentLink], request: HttpRequest, merchants: list[Merchant]
) -> HttpResponse:
    action, _colon, subject = request.POST.get("do", "").partition(":")
    data = request.POST.copy()
    earlier = _earlier(page, request, data)
    if earlier is not None:
        return _saved_before(request, earlier)
    if action == "add_line":
        data = with_added_line(data)
    elif action == "remove_line":
        data = without_line(data, subject)
    form = _sent_form(request, data, merchants, is_to_be_sent=action == "send")
    is_final = action in {"save", "send"} and _is_for_shown_merchant(data)
    if is_final and form.is_complete:
        try:
            return _save(request, form)
        except DomainError as error:
            reason = _("Nothing was saved: %(reason)s") % {"reason": refusal_text(error)}
            form.add_error(None, reason)
    elif not is_final:
        form.overlook_missing()
    return _shown(page, request, form, reckon(form, clock.now()))


def _save(request: HttpRequest, form: NewLinkForm) -> HttpResponse:
    outcome = new_link_saving.save(form, actor=access.acting_user(request), now=clock.now())
    if not outcome.is_new:
        return _saved_before(request, outcome.link)
    request.session[LAST_MERCHANT] = str(form.start.merchant.pk)
    if outcome.refusal:
        messages.error(request, outcome.refusal)
    else:
        messages.success(request, outcome.text)
    return _to_page(outcome.link)


def _saved_before(request: HttpRequest, link: PaymentLink) -> HttpResponse:
    messages.warning(
        request,
        _("This form was saved before: nothing was made or sent again. Here is its link."),
    )
    return _to_page(link)


def _to_page(link: PaymentLink) -> HttpResponse:
    return HttpResponseRedirect(display.change_url("payment_links.paymentlink", link.pk))


def _earlier(
    page: StaffAdmin[PaymentLink], request: HttpRequest, data: QueryDict
) -> PaymentLink | None:
    """The link that this very form made before. An id that nobody here made gets a new one."""
    link_id = as_uuid(data.get("link_id", ""))
    taken = new_link_saving.made_before(link_id) if link_id else None
    if taken is not None and access.may_act_for(request, taken.merchant_id):
        return taken
    if link_id is None or link_id.version != 7 or taken is not None:
        data["link_id"] = str(uuid7())
    return None


def _sent_form(
    request: HttpRequest,
    data: QueryDict,
    merchants: list[Merchant],
    *,
    is_to_be_sent: bool = False,
) -> NewLinkForm:
    """The form that was sent. One for another merchant than it was shown for gets its defaults."""
    merchant = acting_merchants.chosen(request, data.get("merchant", ""))
    today = _today(merchant)
    if not _is_for_shown_merchant(data):
        data = new_link_start.with_defaults_of(merchant, data, today=today)
    start = new_link_start.blank(merchant, today=today)
    copied = _copied(request)
    if copied is not None and copied.merchant_id == merchant.pk:
        start = new_link_start.copy_of(copied, today=today)
    return NewLinkForm(start, data, merchants=merchants, today=today, is_to_be_sent=is_to_be_sent)


def _is_for_shown_merchant(data: QueryDict) -> bool:
    return data.get("merchant") == data.get("shown_merchant")


def _start(request: HttpRequest, merchants: list[Merchant]) -> Start:
    """An empty form, or one filled from a link (?from=), for a customer or for a merchant."""
    copied = _copied(request)
    if copied is not None:
        acting_merchants.chosen(request, str(copied.merchant_id))
        return new_link_start.copy_of(copied, today=_today(copied.merchant))
    customer = _customer(request)
    if customer is not None:
        return new_link_start.for_customer(customer, today=_today(customer.merchant))
    if "merchant" in request.GET:
        merchant = acting_merchants.chosen(request, request.GET["merchant"])
    else:
        last = request.session.get(LAST_MERCHANT)
        merchant = next((m for m in merchants if str(m.pk) == last), merchants[0])
    return new_link_start.blank(merchant, today=_today(merchant))


def _copied(request: HttpRequest) -> PaymentLink | None:
    """The link that the address says to copy; raises Http404 for one that the user cannot see."""
    if "from" not in request.GET:
        return None
    related = ("merchant__tenant", "customer", "invoice_address", "delivery_address")
    link_id = as_uuid(request.GET["from"])
    links = PaymentLink.objects.select_related(*related)
    link = links.filter(pk=link_id).first() if link_id else None
    if link is None or not access.may_see_merchant(request, link.merchant_id):
        raise Http404
    return link


def _customer(request: HttpRequest) -> Customer | None:
    """The customer that the address names, or the one it was merged into.

    Raises Http404 and PermissionDenied like a merchant.
    """
    if "customer" not in request.GET:
        return None
    customer_id = as_uuid(request.GET["customer"])
    customers = Customer.objects.select_related("merchant__tenant", "merged_into__merchant__tenant")
    customer = customers.filter(pk=customer_id).first() if customer_id else None
    if customer is None or customer.is_erased:
        raise Http404
    acting_merchants.chosen(request, str(customer.merchant_id))
    return customer.merged_into or customer


def _today(merchant: Merchant) -> date:
    return clock.today(merchant.time_zone)


def _shown(
    page: StaffAdmin[PaymentLink], request: HttpRequest, form: NewLinkForm, preview: Preview
) -> HttpResponse:
    context = {
        **page.admin_site.each_context(request),
        "title": _("New payment link"),
        "opts": page.opts,
        "form": form,
        "preview": preview,
        "empty_line": form.line("__number__", None, initial={"quantity": "1"}),
        "may_edit_merchant": access.may_edit_merchant(request, form.start.merchant.pk),
        "media": page.media,
    }
    return TemplateResponse(request, f"{FOLDER}/new.html", context)


def _refused(page: StaffAdmin[PaymentLink], request: HttpRequest) -> HttpResponse:
    """Why there is no form, and who has one, for people who only read or work for nobody."""
    context = {
        **page.admin_site.each_context(request),
        "title": _("New payment link"),
        "opts": page.opts,
        "sees_merchants": access.may_see_something(request) and Merchant.objects.exists(),
        "media": page.media,
    }
    return TemplateResponse(request, f"{FOLDER}/new_refused.html", context, status=403)
