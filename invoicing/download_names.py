"""What the download of a document is called, safe for headers and for every file system."""

import re
import unicodedata

from invoicing.texts import language_of, texts_in

LONGEST_NAME = 150
# Separators and characters that Windows, macOS or a header would stumble over.
UNSAFE = re.compile(r'[/\\:*?"<>|]')
INVISIBLE_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def invoice_file_name(number: str, document_name: str, *, locale: str) -> str:
    """The given name, made safe and ending in .pdf; without one "Faktura 20260001.pdf"."""
    title = texts_in(language_of(locale))["invoice"]
    return _file_name(document_name) or f"{title} {number}.pdf"


def receipt_file_name(number: str, *, locale: str) -> str:
    """ "Kvitto K20260001.pdf" in the document's language."""
    title = texts_in(language_of(locale))["receipt"]
    return f"{title} {number}.pdf"


def e_invoice_file_name(number: str, title: str, *, locale: str) -> str:
    """ "Faktura 20260001.xml" in the document's language. title: "invoice" or "credit_note"."""
    return f"{texts_in(language_of(locale))[title]} {number}.xml"


def content_type_of(file_name: str) -> str:
    """What a stored document is served as: XML by its ending, else PDF."""
    return "application/xml" if file_name.endswith(".xml") else "application/pdf"


def credit_note_file_name(number: str, *, locale: str) -> str:
    """ "Kreditfaktura KR20260001.pdf" in the document's language."""
    title = texts_in(language_of(locale))["credit_note"]
    return f"{title} {number}.pdf"


def safe_stem(name: str) -> str:
    """The name without what file systems or headers would stumble over; may be empty."""
    visible = unicodedata.normalize("NFC", name)
    if not visible.isprintable():
        visible = "".join(
            character
            for character in visible
            if unicodedata.category(character) not in INVISIBLE_CATEGORIES
        )
    return UNSAFE.sub("-", visible).strip(" .")


def _file_name(name: str) -> str:
    stem = safe_stem(name)
    if stem.lower().endswith(".pdf"):
        stem = stem[:-4].rstrip(" .")
    return f"{stem[:LONGEST_NAME].rstrip(' .')}.pdf" if stem else ""
