"""The pages on which staff correct, merge and erase a customer: form, preview, verb."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from payment_links import clock, customers
from payment_links.admin import access, display
from payment_links.admin.customer_forms import CorrectionForm, ErasureForm, MergeForm
from payment_links.admin.customer_words import (
    field_label,
    kept_text,
    obstacle_text,
)
from payment_links.admin.refusals import refusal_text
from payment_links.customers.plans import ErasurePlan
from payment_links.errors import DomainError
from payment_links.models import Customer

TEMPLATES = "admin/payment_links/customer"


def correct(request: HttpRequest, customer: Customer, context: dict[str, Any]) -> HttpResponse:
    """The form with the customer's values; saved values are on the customer's page."""
    form = CorrectionForm(customer, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            changed = customers.correct_customer(
                customer.pk,
                form.contacts,
                version=form.cleaned_data["version"],
                actor=access.acting_user(request),
                now=clock.now(),
            )
        except DomainError as refusal:
            messages.error(request, refusal_text(refusal))
        else:
            _tell_correction(request, changed)
        return _back_to(customer)
    context |= {"form": form, "customer": customer, "customer_url": _address(customer)}
    return TemplateResponse(request, f"{TEMPLATES}/correct.html", context)


def _tell_correction(request: HttpRequest, changed: list[str]) -> None:
    if changed:
        names = ", ".join(field_label(name) for name in changed)
        messages.success(request, _("Corrected: %(names)s.") % {"names": names})
    else:
        messages.info(request, _("Nothing was changed."))


def merge(
    request: HttpRequest, kept: Customer, other: Customer, context: dict[str, Any]
) -> HttpResponse:
    """Both customers side by side; what is chosen stays with the kept one."""
    form = MergeForm(kept, other, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            moved = customers.merge_customers(
                kept.pk,
                other.pk,
                versions=form.versions,
                taken=form.taken,
                actor=access.acting_user(request),
                now=clock.now(),
            )
        except DomainError as refusal:
            messages.error(request, refusal_text(refusal))
        else:
            text = ngettext(
                "Merged: %(count)d link moved.", "Merged: %(count)d links moved.", moved
            )
            messages.success(request, text % {"count": moved})
        return _back_to(kept)
    context |= {
        "form": form,
        "sides": [_side(kept), _side(other)],
        "customer_url": _address(kept),
        "swapped_url": reverse("admin:payment_links_customer_merge", args=[other.pk, kept.pk]),
    }
    return TemplateResponse(request, f"{TEMPLATES}/merge.html", context)


def _side(customer: Customer) -> dict[str, str]:
    links = customer.payment_links.count()
    return {
        "name": customer.buyer_name,
        "url": _address(customer),
        "links": ngettext("%(count)d link", "%(count)d links", links) % {"count": links},
        "since": display.moment_text(customer.created_at)[:10],
    }


def erase(request: HttpRequest, customer: Customer, context: dict[str, Any]) -> HttpResponse:
    """What goes now, what stays until when and why; then, confirmed by a word, it is done."""
    form = ErasureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            kept_until = customers.erase_customer(
                customer.pk,
                reason=form.cleaned_data["reason"],
                actor=access.acting_user(request),
                now=clock.now(),
            )
        except DomainError as refusal:
            messages.error(request, refusal_text(refusal))
            return HttpResponseRedirect(request.path)
        text = _("The personal data are erased.")
        if kept_until:
            text = f"{text} {_name_kept(kept_until.isoformat())}"
        messages.success(request, text)
        return _back_to(customer)
    plan = customers.plan_erasure(customer, clock.today(customer.merchant.time_zone))
    context |= {
        "form": form,
        "customer": customer,
        "obstacles": [obstacle_text(what, count) for what, count in plan.obstacles.items()],
        "going": _going(plan),
        "staying": _staying(plan),
        "customer_url": _address(customer),
        "links_url": f"{reverse('admin:payment_links_paymentlink_changelist')}?q={customer.pk}",
    }
    return TemplateResponse(request, f"{TEMPLATES}/erase.html", context)


def _going(plan: ErasurePlan) -> list[str]:
    """What is taken away at once."""
    going = [_("Phone, e-mail and reference.")]
    if not plan.kept_until:
        going.append(_("First and last name, company, organisation and VAT number."))
    counted = (
        (plan.addresses, ngettext("%(count)d address.", "%(count)d addresses.", plan.addresses)),
        (
            plan.messages,
            ngettext(
                "Recipient and text of %(count)d message.",
                "Recipient and text of %(count)d messages.",
                plan.messages,
            ),
        ),
        (
            plan.notes,
            ngettext(
                "The words of %(count)d note or failed message on the timelines.",
                "The words of %(count)d notes and failed messages on the timelines.",
                plan.notes,
            ),
        ),
        (
            plan.links,
            ngettext(
                "Metadata, tags and buyer's reference of %(count)d link, and what providers "
                "answered about the payer.",
                "Metadata, tags and buyer's references of %(count)d links, and what providers "
                "answered about the payer.",
                plan.links,
            ),
        ),
    )
    return going + [text % {"count": count} for count, text in counted if count]


def _staying(plan: ErasurePlan) -> list[str]:
    """What is kept, until when and why."""
    staying = []
    if plan.kept_until:
        staying.append(_name_kept(plan.kept_until.isoformat()))
    if plan.documents:
        text = ngettext(
            "%(count)d issued document stays as it was issued, with the buyer on it.",
            "%(count)d issued documents stay as they were issued, with the buyer on them.",
            plan.documents,
        )
        staying.append(text % {"count": plan.documents})
    if plan.links:
        staying.append(_("Links, items, amounts, dates and payments, without a name."))
    return staying


def _name_kept(day: str) -> str:
    return _("Name, company, organisation and VAT number, hidden. %(kept)s") % {
        "kept": kept_text(day)
    }


def _address(customer: Customer) -> str:
    return display.change_url("payment_links.customer", customer.pk)


def _back_to(customer: Customer) -> HttpResponseRedirect:
    return HttpResponseRedirect(_address(customer))
