"""The pages around signing in: the library's views in the dress of the back office.

Only the views named here exist: nobody signs up, and e-mail addresses are the operator's to change.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib import admin
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, re_path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from payment_links.admin.content_policy import with_content_policy
from payment_links.admin.passkey_answers import expecting

View = Callable[..., HttpResponseBase]


def at_the_door(view: View) -> View:
    """The view for anybody, on a page without a menu."""

    @never_cache
    @csrf_protect
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return with_content_policy(_dressed(request, view(request, *args, **kwargs)))

    return shown


def inside(view: View) -> View:
    """The view for staff who are signed in, on a page with the menu.

    Unlike pages of the admin site these are reached before a second factor is added, for they are
    where it is added.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not admin.site.has_permission(request):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        return view(request, *args, **kwargs)

    return at_the_door(guarded)


def login(request: HttpRequest) -> HttpResponseBase:
    """The form for name and password; people whose post was taken away begin anew here."""
    if request.user.is_authenticated and not admin.site.has_permission(request):
        logout(request)
    return at_the_door(account.login)(request)


def _dressed(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    if isinstance(response, TemplateResponse) and not response.is_rendered:
        response.context_data = {
            **admin.site.each_context(request),
            **(response.context_data or {}),
        }
    return response


ASKED, MADE = expecting(AuthenticationResponse), expecting(RegistrationResponse)
KEY = r"(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)"
urlpatterns = [
    path("login/", login, name="account_login"),
    path("account/logout/", at_the_door(account.logout), name="account_logout"),
    path(
        "account/password/change/", inside(account.password_change), name="account_change_password"
    ),
    path(
        "account/password/reset/",
        at_the_door(account.password_reset),
        name="account_reset_password",
    ),
    path(
        "account/password/reset/done/",
        at_the_door(account.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        rf"^account/password/reset/key/{KEY}/$",
        at_the_door(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/reset/key/done/",
        at_the_door(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("account/reauthenticate/", inside(account.reauthenticate), name="account_reauthenticate"),
    path("account/two-step/", inside(mfa.index), name="mfa_index"),
    path("account/two-step/code/", at_the_door(ASKED(mfa.authenticate)), name="mfa_authenticate"),
    path("account/two-step/again/", inside(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("account/two-step/app/add/", inside(totp.activate_totp), name="mfa_activate_totp"),
    path("account/two-step/app/remove/", inside(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "account/two-step/recovery-codes/",
        inside(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/two-step/recovery-codes/new/",
        inside(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/two-step/recovery-codes/download/",
        inside(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("account/two-step/keys/", inside(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path(
        "account/two-step/keys/add/", inside(MADE(webauthn.add_webauthn)), name="mfa_add_webauthn"
    ),
    path(
        "account/two-step/keys/again/",
        inside(ASKED(webauthn.reauthenticate_webauthn)),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "account/two-step/keys/<int:pk>/remove/",
        inside(webauthn.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path(
        "account/two-step/keys/<int:pk>/name/",
        inside(webauthn.edit_webauthn),
        name="mfa_edit_webauthn",
    ),
    path("login/key/", at_the_door(ASKED(webauthn.login_webauthn)), name="mfa_login_webauthn"),
]
