"""What the first page of the back office shows, put together."""

from dataclasses import dataclass

from payment_links.admin.dashboard import charts, figures, needs_action, period, tiles
from payment_links.admin.dashboard.scope import Scope


@dataclass(frozen=True, slots=True)
class PeriodLink:
    """One period to choose, and whether it is shown."""

    title: str
    address: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """The page. has_links: whether there has ever been a link to tell of."""

    scope: Scope
    periods: list[PeriodLink]
    has_links: bool
    tiles: list[tiles.Tile]
    needing: list[needs_action.NeedsAction]
    paid_per_day: charts.PaidPerDay
    ages: list[charts.Bar]
    methods: list[charts.Bar]
    needing_address: str
    overdue_address: str


def gather(scope: Scope) -> Overview:
    """Everything that the page of this scope shows."""
    found = figures.collect(scope)
    return Overview(
        scope=scope,
        periods=[
            PeriodLink(
                title=str(choice.title),
                address=scope.address(choice.slug),
                is_shown=choice.slug == scope.period.slug,
            )
            for choice in period.CHOICES
        ],
        has_links=bool(found.days or found.unpaid) or scope.links.exists(),
        tiles=tiles.tiles(scope, found),
        needing=needs_action.needs_action(scope),
        paid_per_day=charts.paid_per_day(scope, found),
        ages=charts.ages(scope, found),
        methods=charts.methods(found),
        needing_address=scope.list_address(view="needs_action"),
        overdue_address=scope.list_address(view="overdue"),
    )
