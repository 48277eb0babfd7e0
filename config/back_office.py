"""Settings of the back office: who signs in and how, what it looks like. settings.py names them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

# --- Staff ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "payment_links.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{rule}Validator"}
    for rule in ("UserAttributeSimilarity", "MinimumLength", "CommonPassword", "NumericPassword")
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

# --- Theme ------------------------------------------------------------------------------------
UNFOLD: dict[str, Any] = {
    "SITE_TITLE": _("Payment Links"),
    "SITE_HEADER": _("Payment Links"),
    "SITE_SYMBOL": "receipt_long",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "ENVIRONMENT": "payment_links.admin.site.environment_label",
}
