"""Settings of the back office: who signs in and how, what it looks like. settings.py names them."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

# --- Staff ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "payment_links.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{rule}Validator"}
    for rule in ("UserAttributeSimilarity", "MinimumLength", "CommonPassword", "NumericPassword")
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

# --- Sign-in (django-allauth) -----------------------------------------------------------------
ACCOUNT_ADAPTER = "payment_links.admin.accounts.StaffAccounts"
ACCOUNT_FORMS = {"change_password": "payment_links.admin.password_forms.OwnPasswordForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
# Nobody signs up by themselves: owners invite. Without sign-up no address needs to be confirmed.
ACCOUNT_SIGNUP_ENABLED = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# As long as Django's own: a session ends after SESSION_COOKIE_AGE, not with the browser.
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "admin:login"
# Counted in the shared cache, for all processes together; tuned in one place, here.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reauthenticate": "10/m/user",
    "reset_password": "20/m/ip,3/10m/key",
    "change_password": "5/m/user",
}
# Secrets and bank details ask for the password, or the second factor, of the last five minutes.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]
MFA_ADAPTER = "payment_links.admin.accounts.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = False
MFA_TOTP_ISSUER = "Payment Links"
# A phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1

# --- Theme ------------------------------------------------------------------------------------
UNFOLD: dict[str, Any] = {
    "SITE_TITLE": _("Payment Links"),
    "SITE_HEADER": _("Payment Links"),
    "SITE_SYMBOL": "receipt_long",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "ENVIRONMENT": "payment_links.admin.site.environment_label",
    "ACCOUNT": {
        "navigation": [
            {"title": _("Change password"), "link": reverse_lazy("account_change_password")},
            {"title": _("Two-step sign-in"), "link": reverse_lazy("mfa_index")},
        ]
    },
}
