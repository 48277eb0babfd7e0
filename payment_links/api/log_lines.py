"""Log lines without secrets: tokens and codes in addresses, e-mail addresses, phone numbers."""

import logging
import re

MASKED = "…"
# What stands behind these addresses opens a link, a document, an inbound report or an account.
TOKENS = re.compile(
    r"(/pay/(?:documents/)?|/inbound/[a-z]+/|/admin/invitation/|/password/reset/key/)"
    r"[A-Za-z0-9_:=.-]{16,}"
)
# All up to the end of the line or parameter: an address is logged decoded, with its blanks.
CODES = re.compile(r"(/pay/check(?:/(?!\?)|/?\?(?:[^\s\"']*&)?code=))[^\"'?&\n]+")
EMAILS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONES = re.compile(r"\+\d{7,15}\b")


class MaskingFormatter(logging.Formatter):
    """Formats a record as usual, then masks the whole text, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        text = TOKENS.sub(rf"\g<1>{MASKED}", super().format(record))
        text = CODES.sub(rf"\g<1>{MASKED}", text)
        return PHONES.sub(MASKED, EMAILS.sub(MASKED, text))
