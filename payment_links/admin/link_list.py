"""What stands around the rows of the list of links: tabs with counts, totals, words when empty."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from payment_links import clock
from payment_links.admin import link_totals, link_views
from payment_links.admin.base import COUNT_LIMIT
from payment_links.admin.link_filters import VIEW
from payment_links.admin.link_totals import Total
from payment_links.models import PaymentLink

Links = QuerySet[PaymentLink]
TAB_LIMIT = 1_000
# What of the address is neither a filter nor the search.
NO_FILTERS = {VIEW, "q", "o", "p", "e"}


@dataclass(frozen=True, slots=True)
class Tab:
    """One saved view above the list. count: a text, for it stops at TAB_LIMIT."""

    title: str
    address: str
    count: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Emptiness:
    """Why no row is shown, and what to do about it."""

    title: str
    text: str
    explains_search: bool = False
    offers_reset: bool = False


class ListHead:
    """The surroundings of one page of the list, worked out when its template asks for them.

    changelist: as Django made it; its links are those of tab, filters and search together.
    """

    def __init__(self, request: HttpRequest, changelist: Any, *, may_add: bool) -> None:
        self._request = request
        self._changelist = changelist
        self.may_add = may_add
        self.view = link_views.find_view(request.GET.get(VIEW))
        self._filters = set(changelist.get_filters_params()) - NO_FILTERS
        self.is_filtered = bool(self._filters)
        self.is_searched = bool(changelist.query.strip())
        self._settle()

    @cached_property
    def tabs(self) -> list[Tab]:
        """All links and the saved views, each within the filters and the search."""
        links = self._changelist.queryset
        if self.view is not None:
            links = self._changelist.get_queryset(self._request, exclude_parameters=[VIEW])
        self._settle()
        counts = self._counts(links)
        views = [(view.slug, str(view.title)) for view in link_views.SAVED_VIEWS]
        return [self._tab(slug, title, counts[slug]) for slug, title in [(None, _("All")), *views]]

    def _counts(self, links: Links) -> dict[str | None, int]:
        """How many of the links each tab holds, by slug; beyond TAB_LIMIT one more says so.

        The list has counted its own rows already. Few links are read once for all tabs.
        """
        today = clock.office_today()
        links = links.select_related(None).order_by()
        shown = {self.view.slug if self.view else None: int(self._changelist.result_count)}
        everything = shown[None] if None in shown else _capped(links)
        told: dict[str | None, int]
        if everything <= TAB_LIMIT:
            holds = {view.slug: view.condition(today) for view in link_views.SAVED_VIEWS}
            found = links.aggregate(**{s: Count("pk", filter=held) for s, held in holds.items()})
            told = {slug: found[slug] for slug in holds}
        else:
            told = {
                view.slug: _capped(view.narrow(links, today))
                for view in link_views.SAVED_VIEWS
                if view.slug not in shown
            }
        return {None: everything, **told, **shown}

    @cached_property
    def totals(self) -> list[Total]:
        """Count and sums per currency, of at most COUNT_LIMIT links."""
        links = self._changelist.queryset.select_related(None).order_by()
        if self.is_capped:
            # The newest, as the list shows them, whatever column it is sorted by.
            links = links.order_by(*self._changelist.model_admin.get_ordering(self._request))
        return link_totals.add_up(links, most=COUNT_LIMIT)

    @property
    def is_added_up_later(self) -> bool:
        """Whether the page leaves the totals to a request of their own."""
        return bool(self._changelist.result_count > link_totals.MOST_AT_ONCE)

    @cached_property
    def expected_totals(self) -> list[Total]:
        """The totals without their figures: they keep the place until these are there."""
        return link_totals.expected_totals(self._request)

    @property
    def totals_address(self) -> str:
        """Where the totals of this list are told."""
        address = reverse("admin:payment_links_paymentlink_totals")
        return f"{address}{self._changelist.get_query_string()}"

    @property
    def is_capped(self) -> bool:
        """Whether there may be more links than the totals add up."""
        return bool(self._changelist.result_count >= COUNT_LIMIT)

    @property
    def limit(self) -> int:
        return COUNT_LIMIT

    @property
    def emptiness(self) -> Emptiness:
        """What to tell when there is no row."""
        if self.is_searched:
            return Emptiness(
                _("Nothing was found for “%(term)s”") % {"term": self._changelist.query.strip()},
                _("The search looks within the tab and the filters that are chosen."),
                explains_search=True,
                offers_reset=True,
            )
        if self.is_filtered:
            return Emptiness(
                _("No link fits these filters"),
                _("Choose fewer filters, or a longer period."),
                offers_reset=True,
            )
        if self.view is not None:
            return Emptiness(
                _("Nothing in “%(view)s”") % {"view": self.view.title}, str(self.view.explanation)
            )
        return Emptiness(
            _("There are no payment links yet"),
            _(
                "A payment link asks one customer to pay one amount. It goes out by SMS or e-mail, "
                "and this list shows what became of it. Links that your systems make over the API "
                "appear here too."
            ),
        )

    def _settle(self) -> None:
        """A tab is no filter: the button of the filters does not light up, and clearing keeps it.

        Django says otherwise whenever the list is asked for its rows.
        """
        self._changelist.has_active_filters = self.is_filtered
        without_filters = self._changelist.get_query_string(remove=list(self._filters))
        self._changelist.clear_all_filters_qs = without_filters

    def _tab(self, slug: str | None, title: str, count: int) -> Tab:
        return Tab(
            title=title,
            address=self._changelist.get_query_string({VIEW: slug}),
            count=f"{TAB_LIMIT}+" if count > TAB_LIMIT else str(count),
            is_current=slug == (self.view.slug if self.view else None),
        )


def _capped(links: Links) -> int:
    """The number of the links, of which no more are counted than a tab tells."""
    return links[: TAB_LIMIT + 1].count()
