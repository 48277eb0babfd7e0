"""The overview: how business went, how it went before, and which links need a person."""

from payment_links.admin.dashboard.overview import Overview, gather
from payment_links.admin.dashboard.scope import Scope, choose

__all__ = ["Overview", "Scope", "choose", "gather"]
