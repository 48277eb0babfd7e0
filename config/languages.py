"""The languages: payers have five, people of the back office two; settings.py names them."""

from django.utils.translation import gettext_lazy as _

LANGUAGE_CODE = "en"
# Each by its own name, as the switch on a payer's page shows it. Their catalogues hold what payers
# read: the back office in Norwegian would be half Norwegian, half English.
LANGUAGES = [
    ("sv", "Svenska"),
    ("en", "English"),
    ("nb", "Norsk"),
    ("da", "Dansk"),
    ("fi", "Suomi"),
]
# Dates of the back office: 2026-11-22 in both languages, as everywhere else in it.
FORMAT_MODULE_PATH = "config.formats"
# The back office with its e-mails, and the API.
STAFF_LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
