"""Tenants and their secrets; only superusers come here."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from payment_links import api_secrets, clock, status_callbacks
from payment_links.admin import access, display
from payment_links.admin.base import OperatorAdmin, StaffAdmin
from payment_links.admin.filters import DaysFilter
from payment_links.admin.refusals import refusal_text
from payment_links.errors import DomainError
from payment_links.models import ApiSecret, IdempotencyKey, SigningSecret, Tenant


@admin.register(Tenant)
class TenantAdmin(OperatorAdmin[Tenant]):
    """Platforms that create links over the API."""

    menu_section = _("Settings")
    menu_icon = "domain"
    list_display = ("name", "id", "mode", "is_active", "default_country")
    list_filter: ClassVar[Any] = (("mode", ChoicesDropdownFilter), "is_active")
    ordering: ClassVar[Any] = ("name", "pk")
    search_fields = ("name",)
    search_help_text = _("Name or id")
    readonly_fields = ("id", "created_at")
    fields = (
        "id",
        "name",
        "mode",
        "is_active",
        "default_country",
        "sms_countries",
        "sms_daily_limit",
        "spells_delivered_without_e",
        "card_provider",
        "created_at",
    )


class SecretAdmin(StaffAdmin[Any]):
    """A secret is made here, shown once and revoked; never shown again, changed or deleted."""

    menu_section = _("Settings")
    menu_icon = "key"
    id_search_fields = ("tenant_id",)
    search_fields = ("tenant__name",)
    search_help_text = _("Tenant's name or id")
    list_select_related = ("tenant",)
    list_filter: ClassVar[Any] = (("revoked_at", admin.EmptyFieldListFilter),)
    actions = ("revoke",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return access.sees_everything(request)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("tenant",) if obj is None else self.shown_fields

    shown_fields: ClassVar[tuple[str, ...]] = ("tenant", "created", "revoked")

    def make(self, tenant: Tenant) -> str:
        """Make the tenant a secret and return it."""
        raise NotImplementedError

    def withdraw(self, secret: Any, now: datetime) -> bool:
        """Let the secret count for nothing; False when it did not count any more."""
        raise NotImplementedError

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The form asks for the tenant; the answer to it is the only page that shows the secret."""
        if request.method != "POST" or not self.has_add_permission(request):
            return super().add_view(request, form_url, extra_context)
        form: ModelForm[Any] = self.get_form(request)(request.POST)
        if not form.is_valid():
            return super().add_view(request, form_url, extra_context)
        tenant = form.cleaned_data["tenant"]
        context = {**self.admin_site.each_context(request), "opts": self.opts, "tenant": tenant}
        try:
            context |= {"secret": self.make(tenant), "title": _("Copy the secret now")}
        except DomainError as error:
            context |= {"refusal": refusal_text(error), "title": _("No secret was made")}
        return TemplateResponse(request, "admin/payment_links/secret_made.html", context)

    @admin.action(description=_("Revoke"))
    def revoke(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """From now on the chosen secrets count for nothing."""
        if not access.sees_everything(request):
            return
        now = clock.now()
        revoked = sum(self.withdraw(secret, now) for secret in queryset.order_by("pk"))
        messages.success(request, _("Revoked: %(count)d.") % {"count": revoked})

    @admin.display(description=_("Created"), ordering="created_at")
    def created(self, secret: Any) -> str:
        return display.moment_text(secret.created_at)

    @admin.display(description=_("Revoked"), ordering="revoked_at")
    def revoked(self, secret: Any) -> str:
        return display.moment_text(secret.revoked_at)


@admin.register(ApiSecret)
class ApiSecretAdmin(SecretAdmin):
    """With these tenants sign in to the API."""

    list_display = ("tenant", "ends_in", "created", "last_used", "revoked")
    shown_fields = ("tenant", "ends_in", "created", "last_used", "revoked")

    def make(self, tenant: Tenant) -> str:
        return api_secrets.create_api_secret(tenant)

    def withdraw(self, secret: ApiSecret, now: datetime) -> bool:
        return api_secrets.revoke_api_secret(secret, now=now)

    @admin.display(description=_("Ends in"))
    def ends_in(self, secret: ApiSecret) -> str:
        return f"…{secret.hint}"

    @admin.display(description=_("Last used"), ordering="last_used_at")
    def last_used(self, secret: ApiSecret) -> str:
        return display.moment_text(secret.last_used_at)


@admin.register(SigningSecret)
class SigningSecretAdmin(SecretAdmin):
    """With these we sign the status callbacks to tenants."""

    menu_icon = "signature"
    list_display = ("tenant", "created", "revoked")

    def make(self, tenant: Tenant) -> str:
        return status_callbacks.create_signing_secret(tenant)

    def withdraw(self, secret: SigningSecret, now: datetime) -> bool:
        return status_callbacks.revoke_signing_secret(secret, now=now)


@admin.register(IdempotencyKey)
class IdempotencyKeyAdmin(StaffAdmin[IdempotencyKey]):
    """Keys of requests that tenants may repeat; the answers hold customers' data."""

    menu_section = _("Settings")
    menu_icon = "repeat"
    list_display = ("key", "tenant", "response_status", "created")
    list_filter: ClassVar[Any] = (("created_at", DaysFilter),)
    list_select_related = ("tenant",)
    id_search_fields = ("tenant_id",)
    search_fields = ("=key",)
    fields = ("key", "tenant", "response_status", "created", "locked_until")

    @admin.display(description=_("Created"), ordering="created_at")
    def created(self, key: IdempotencyKey) -> str:
        return display.moment_text(key.created_at)
