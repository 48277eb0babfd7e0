"""Secrets of tenants: made, shown once, rotated with an overlap, revoked; never shown again.

For superusers, and for whoever owns all merchants of the tenant. Everything but looking at the
list asks for the password again.
"""

import re
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelChoiceField, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from payment_links import api_secrets, clock, status_callbacks
from payment_links.admin import access, display
from payment_links.admin.base import StaffAdmin
from payment_links.admin.refusals import refusal_text
from payment_links.admin.second_factor import ask_again
from payment_links.admin.secret_ends import OVERLAPS, chosen_end
from payment_links.errors import DomainError
from payment_links.models import ApiSecret, SigningSecret, Tenant

KEY = re.compile(r"[0-9]{1,18}")


class SecretAdmin(StaffAdmin[Any]):
    """What API secrets and signing secrets have in common."""

    menu_section = _("Settings")
    menu_icon = "key"
    id_search_fields = ("tenant_id",)
    search_fields = ("tenant__name",)
    search_help_text = _("Tenant's name or id")
    list_select_related = ("tenant",)
    list_filter: ClassVar[Any] = (("revoked_at", admin.EmptyFieldListFilter),)
    ordering: ClassVar[Any] = ("-created_at", "-pk")
    shown_fields: ClassVar[tuple[str, ...]] = ("tenant_name", "state_cell", "created", "ends")

    def make(self, tenant: Tenant, now: datetime) -> str:
        """Make the tenant a secret and return it."""
        raise NotImplementedError

    def replace(self, secret: Any, ends_at: datetime, now: datetime) -> str:
        """Make a secret that stands in for this one, which ends then; returns the new one."""
        raise NotImplementedError

    def withdraw(self, secret: Any, now: datetime) -> bool:
        """Let the secret count for nothing; False when it did not count any more."""
        raise NotImplementedError

    # Whose secrets

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model._default_manager.order_by(*self.ordering)
        if access.sees_everything(request):
            return rows
        return rows.filter(tenant_id__in=access.owned_tenants(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None:
            return access.may_manage_secrets(request, obj.tenant_id)
        return access.sees_everything(request) or bool(access.owned_tenants(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> "ModelChoiceField[Any] | None":
        if db_field.name == "tenant" and not access.sees_everything(request):
            owned: set[UUID] = access.owned_tenants(request)
            kwargs["queryset"] = Tenant.objects.filter(pk__in=owned).order_by("name", "pk")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("tenant",) if obj is None else self.shown_fields

    # What is done with them

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path(
                "<path:object_id>/rotate/",
                self.admin_site.admin_view(self.rotate_view),
                name=f"{name}_rotate",
            ),
            path(
                "<path:object_id>/revoke/",
                self.admin_site.admin_view(self.revoke_view),
                name=f"{name}_revoke",
            ),
        ]
        return [*own, *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The form asks for the tenant; the answer to it is the only page that shows the secret."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        ask_again(request)
        if request.method != "POST":
            return super().add_view(request, form_url, extra_context)
        form: ModelForm[Any] = self.get_form(request)(request.POST)
        if not form.is_valid():
            return super().add_view(request, form_url, extra_context)
        tenant = form.cleaned_data["tenant"]
        try:
            made = self.make(tenant, clock.now())
        except DomainError as error:
            return self._made(request, tenant, refusal=refusal_text(error))
        return self._made(request, tenant, secret=made)

    def rotate_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """Asks how long the old secret shall live on; then shows the new one, this once."""
        now = clock.now()
        secret = self._live_secret(request, object_id, now)
        if secret is None:
            return self.gone(request)
        ask_again(request)
        # Whoever only opens the form posts no choice.
        ends_at = chosen_end(request.POST.get("ends", ""), now)
        if ends_at is None:
            return self._ask(request, secret, "secret_rotate.html", _now("Rotate the secret"))
        try:
            made = self.replace(secret, ends_at, now)
        except DomainError as error:
            return self._made(request, secret.tenant, refusal=refusal_text(error))
        self.log_change(request, secret, _now("Rotated."))
        old_end = ends_at if ends_at > now else None
        return self._made(request, secret.tenant, secret=made, old_end=old_end, replaced=secret)

    def revoke_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """Asks first, then lets the secret count for nothing."""
        now = clock.now()
        secret = self._live_secret(request, object_id, now)
        if secret is None:
            return self.gone(request)
        ask_again(request)
        if request.method != "POST":
            return self._ask(request, secret, "secret_revoke.html", _now("Revoke the secret"))
        if self.withdraw(secret, now):
            self.log_change(request, secret, _now("Revoked."))
        messages.success(request, _("The secret is revoked: it opens nothing any more."))
        return HttpResponseRedirect(self._address("changelist"))

    def _live_secret(self, request: HttpRequest, object_id: str, now: datetime) -> Any:
        if not KEY.fullmatch(object_id) or not self.has_view_permission(request):
            return None
        rows: Any = self.get_queryset(request).select_related("tenant")
        return rows.live(now).filter(pk=object_id).first()

    def _ask(
        self, request: HttpRequest, secret: Any, template: str, title: str
    ) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "secret": secret,
            "is_api_secret": isinstance(secret, ApiSecret),
            "created": display.moment_text(secret.created_at),
            "list_address": self._address("changelist"),
            "last_used": display.moment_text(getattr(secret, "last_used_at", None)),
            "overlaps": OVERLAPS,
            "address": self._address(template.removeprefix("secret_").split(".")[0], secret.pk),
        }
        return TemplateResponse(request, f"admin/payment_links/{template}", context)

    def _made(self, request: HttpRequest, tenant: Tenant, **told: Any) -> TemplateResponse:
        """The page that shows a new secret, or says why there is none."""
        title = _now("Copy the secret now") if "secret" in told else _now("No secret was made")
        if "secret" in told:
            newest = self.model._default_manager.filter(tenant=tenant).latest("pk")
            self.log_addition(request, newest, _now("Made."))
        context = {
            **self.admin_site.each_context(request),
            "list_address": self._address("changelist"),
            "tenant": tenant,
            "title": title,
            **told,
        }
        return TemplateResponse(request, "admin/payment_links/secret_made.html", context)

    def _address(self, view: str, *args: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{view}", args=args)

    # Columns

    @admin.display(description=_("Tenant"), ordering="tenant__name")
    def tenant_name(self, secret: Any) -> str:
        return str(secret.tenant)

    @admin.display(description=_("Created"), ordering="created_at")
    def created(self, secret: Any) -> str:
        return display.moment_text(secret.created_at)

    @admin.display(description=_("State"))
    def state_cell(self, secret: Any) -> SafeString:
        now = clock.now()
        if secret.revoked_at is not None:
            return display.tag(_now("Revoked"), "muted", "block")
        if secret.expires_at is None:
            return display.tag(_now("In use"), "success", "check_circle")
        if secret.expires_at <= now:
            return display.tag(_now("Ended"), "muted", "block")
        return display.tag(_now("Ends soon"), "warning", "timelapse")

    @admin.display(description=_("Ends or ended"))
    def ends(self, secret: Any) -> str:
        ends = [moment for moment in (secret.revoked_at, secret.expires_at) if moment]
        return display.moment_text(min(ends) if ends else None)

    @admin.display(description=_("Actions"))
    def actions_cell(self, secret: Any) -> SafeString | str:
        now = clock.now()
        is_over = secret.expires_at is not None and secret.expires_at <= now
        if secret.revoked_at is not None or is_over:
            return display.NOTHING
        return format_html(
            '<a class="pl-link" href="{}">{}</a> · <a class="pl-link" href="{}">{}</a>',
            self._address("rotate", secret.pk),
            _now("Rotate"),
            self._address("revoke", secret.pk),
            _now("Revoke"),
        )


@admin.register(ApiSecret)
class ApiSecretAdmin(SecretAdmin):
    """With these tenants sign in to the API."""

    list_display = (
        "ends_in",
        "tenant_name",
        "state_cell",
        "created",
        "last_used",
        "ends",
        "actions_cell",
    )
    shown_fields = (
        "tenant_name",
        "ends_in",
        "state_cell",
        "created",
        "last_used",
        "ends",
        "actions_cell",
    )

    def make(self, tenant: Tenant, now: datetime) -> str:
        return api_secrets.create_api_secret(tenant, now=now)

    def replace(self, secret: ApiSecret, ends_at: datetime, now: datetime) -> str:
        return api_secrets.rotate_api_secret(secret, ends_at=ends_at, now=now)

    def withdraw(self, secret: ApiSecret, now: datetime) -> bool:
        return api_secrets.revoke_api_secret(secret, now=now)

    @admin.display(description=_("Secret"))
    def ends_in(self, secret: ApiSecret) -> str:
        return f"…{secret.hint}"

    @admin.display(description=_("Last used"), ordering="last_used_at")
    def last_used(self, secret: ApiSecret) -> str:
        return display.moment_text(secret.last_used_at)


@admin.register(SigningSecret)
class SigningSecretAdmin(SecretAdmin):
    """With these we sign the status callbacks to tenants."""

    menu_icon = "signature"
    list_display = ("created", "tenant_name", "state_cell", "ends", "actions_cell")
    shown_fields = ("tenant_name", "state_cell", "created", "ends", "actions_cell")

    def make(self, tenant: Tenant, now: datetime) -> str:
        return status_callbacks.create_signing_secret(tenant)

    def replace(self, secret: SigningSecret, ends_at: datetime, now: datetime) -> str:
        return status_callbacks.rotate_signing_secret(secret, ends_at=ends_at, now=now)

    def withdraw(self, secret: SigningSecret, now: datetime) -> bool:
        return status_callbacks.revoke_signing_secret(secret, now=now)
