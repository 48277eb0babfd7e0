"""Reading message catalogues, and the texts that payers' pages ask of them."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.utils import translation
from django.utils.translation.template import templatize

from payment_links.models.links import VAT_TREATMENTS

ROOT = Path(__file__).resolve().parent.parent
APPLICATIONS = ("payment_links", "invoicing")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
# What payers read: templates and the code that gives them their words.
PAYER_TEMPLATES = ("templates/checkout/**/*.html", "templates/500.html", "templates/503.html")
PAYER_MODULES = ("payment_links/checkout/*.py", "invoicing/checkout/*.py")
CALLS = {"_", "gettext", "gettext_lazy", "ngettext"}


def catalogue_path(application: str, language: str) -> Path:
    return ROOT / application / "locale" / language / "LC_MESSAGES" / "django.po"


def read_catalogue(path: Path) -> Catalog:
    with path.open("rb") as texts:
        return read_po(texts, locale=path.parent.parent.name)


def messages(path: Path) -> list[Message]:
    """The catalogue's messages without its head."""
    return [message for message in read_catalogue(path) if message.id]


def forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """The text alone, or the singular and the plural."""
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def changed_placeholders(path: Path) -> list[object]:
    """The ids of messages whose translation is filled with something else."""
    return [
        message.id
        for message in messages(path)
        for original, translation in zip(forms(message.id), forms(message.string), strict=True)
        if placeholders(original) != placeholders(translation)
    ]


def shipped(path: Path) -> dict[object, str]:
    """What the compiled catalogue beside the written one holds."""
    with path.with_suffix(".mo").open("rb") as compiled:
        found = dict(gettext.GNUTranslations(compiled)._catalog)  # type: ignore[attr-defined]
    found.pop("")
    return found


def written(path: Path) -> dict[object, str]:
    """What it should hold."""
    expected: dict[object, str] = {}
    for message in messages(path):
        key, texts = forms(message.id)[0], forms(message.string)
        counted = len(forms(message.id)) > 1
        expected |= {(key, n) if counted else key: form for n, form in enumerate(texts)}
    return expected


def payer_texts() -> set[str]:
    """The ids of every text that payers' templates and modules have translated: singulars."""
    with translation.override("en"):
        # A taxed line says nothing of its treatment.
        texts = {str(words) for _, words in VAT_TREATMENTS[1:]}
    for pattern in PAYER_TEMPLATES:
        for path in ROOT.glob(pattern):
            texts |= set(_template_texts(path))
    for pattern in PAYER_MODULES:
        for path in ROOT.glob(pattern):
            texts |= set(_module_texts(path))
    return texts


def _template_texts(path: Path) -> Iterator[str]:
    for found in re.finditer(r"gettext\(u?('(?:[^'\\]|\\.)*')\)", templatize(path.read_text())):
        yield ast.literal_eval(found[1])


def _module_texts(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            yield ast.literal_eval(node.args[0])
