"""What can be downloaded about links that were chosen in the list, by everybody who may read them.

Other applications add theirs with offer_download().
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase

# As many links as a request can well deal with, one after the other.
MOST_LINKS = 1_000


@dataclass(frozen=True, slots=True)
class LinkDownload:
    """A file about chosen links.

    make: answers with the file, for keys of links that the user may see. notes: what of each link
    will be in it, by key. most: how many links at most.
    """

    name: str
    label: Any
    icon: str
    explanation: Any
    make: Callable[[list[UUID]], HttpResponseBase]
    notes: Callable[[list[UUID]], dict[UUID, str]]
    most: int = MOST_LINKS


_downloads: dict[str, LinkDownload] = {}


def offer_download(download: LinkDownload) -> None:
    """Add a file to what the list makes of chosen links."""
    _downloads[download.name] = download


def offered_downloads() -> list[LinkDownload]:
    """All downloads, in the order in which they were added."""
    return list(_downloads.values())


def find_download(name: str) -> LinkDownload | None:
    """The download of that name."""
    return _downloads.get(name)
