"""Ways to look into an e-invoice."""

from lxml import etree

from invoicing.e_invoice.elements import PARTS, VALUES
from invoicing.e_invoice.ubl import Printed, Profile, write_ubl

PREFIXES = {"cac": PARTS, "cbc": VALUES}


def written(printed: Printed, profile: Profile = Profile.EN16931) -> etree._Element:
    """The document as written, parsed again."""
    return etree.fromstring(write_ubl(printed, profile))


def texts_at(element: etree._Element, path: str) -> list[str]:
    """The texts of all elements that the path finds, in document order."""
    return [found.text or "" for found in element.iterfind(path, PREFIXES)]


def outline(element: etree._Element) -> list[tuple[str, dict[str, str], str]]:
    """Every element with its place, attributes and text, so that two documents can be compared."""
    return [
        (
            "/".join(
                [etree.QName(up).localname for up in reversed(list(found.iterancestors()))]
                + [etree.QName(found).localname]
            ),
            {str(name): str(value) for name, value in found.attrib.items()},
            (found.text or "").strip(),
        )
        for found in element.iter()
    ]
