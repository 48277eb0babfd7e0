"""The back office as a site: its menu, its content policy and the name of its environment."""

from collections.abc import Callable
from functools import cache, partial, wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib.admin import ModelAdmin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from payment_links.admin import access, dashboard, second_factor, sign_in
from payment_links.admin.content_policy import with_content_policy
from payment_links.admin.display import NOTHING
from payment_links.admin.theme import AdminSite
from payment_links.models import PaymentLink

# What somebody reaches before adding the second factor that is required: the way out.
OPEN_WITHOUT_SECOND_FACTOR = frozenset({"logout", "jsi18n"})
ASSETS = "payment_links/admin"
STYLES = ("admin", "frame", "sign_in")
SCRIPTS = ("admin", "frame")
ViewT = TypeVar("ViewT", bound=Callable[..., HttpResponseBase])
MENU_SECTIONS = (_("Payments"), _("Documents"), _("Customers"), _("Callbacks"), _("Settings"))


class BackOffice(AdminSite):
    """Django's admin site with a menu of what the user may see and a policy for its pages."""

    site_title = _("Payment Links")
    site_header = _("Payment Links")
    index_title = _("Overview")
    index_template = "admin/payment_links/overview.html"
    empty_value_display = NOTHING
    enable_nav_sidebar = True
    final_catch_all_view = True

    def admin_view(self, view: ViewT, cacheable: bool = False) -> ViewT:
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def with_policy(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if self._must_add_second_factor(request):
                return HttpResponseRedirect(reverse("mfa_index"))
            return with_content_policy(guarded(request, *args, **kwargs))

        return cast(ViewT, with_policy)

    def _must_add_second_factor(self, request: HttpRequest) -> bool:
        match = request.resolver_match
        is_open = match is not None and match.url_name in OPEN_WITHOUT_SECOND_FACTOR
        return not is_open and self.has_permission(request) and second_factor.must_add_one(request)

    def login(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        """The one way in: with the second factor of those who have one."""
        return sign_in.login(request)

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The page that counts guesses of the old password."""
        return HttpResponseRedirect(reverse("account_change_password"))

    def first_page(self, request: HttpRequest) -> str:
        """Where somebody begins who has just signed in: the overview, unless their role says."""
        for model, page in self._registry.items():
            role = getattr(page, "first_for_role", "")
            if role and access.has_only_role(request, role):
                return _address(model, getattr(page, "menu_view", "changelist"))
        return reverse("admin:index")

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        if not access.may_see_something(request):
            return super().index(request, {"overview": None, **(extra_context or {})})
        scope = dashboard.choose(request)
        if scope is None:
            title = _("There is no such merchant, or you may not see it.")
            context = {**self.each_context(request), "title": title}
            return TemplateResponse(request, "admin/404.html", context, status=404)
        context = {
            "overview": dashboard.gather(scope),
            "add_address": self._add_address(request),
            "styles": [*self.each_context(request)["styles"], static(f"{ASSETS}/overview.css")],
        }
        return super().index(request, {**context, **(extra_context or {})})

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """The choices for a text; PostgreSQL cannot compare with NUL."""
        if "\x00" in request.GET.get("term", ""):
            return JsonResponse({"results": [], "pagination": {"more": False}})
        return super().autocomplete_view(request)

    def _add_address(self, request: HttpRequest) -> str:
        """Where the user makes a payment link; empty for somebody who may not."""
        page = self._registry.get(PaymentLink)
        if page is None or not page.has_add_permission(request):
            return ""
        return _address(PaymentLink, "add")

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """The theme's context, with colours from our style sheet instead of a style element."""
        context = super().each_context(request)
        context["colors"] = None
        context["styles"] = [static(f"{ASSETS}/{name}.css") for name in STYLES]
        context["site_favicons"] = [
            {"rel": "icon", "type": "image/svg+xml", "href": static(f"{ASSETS}/favicon.svg")}
        ]
        context["site_icon"] = static(f"{ASSETS}/favicon.svg")
        context["site_url"] = None
        # Whoever opened a row comes back to the same tab, filters and search.
        context["list_query"] = request.GET.get("_changelist_filters", "")
        context["scripts"] = [static(f"{ASSETS}/{name}.js") for name in SCRIPTS]
        context["second_factor_is_missing"] = SimpleLazyObject(
            partial(second_factor.is_urged_to_add_one, request)
        )
        context["second_factor_is_required"] = settings.STAFF_MFA_REQUIRED
        return context

    def get_sidebar_list(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The menu in the theme's shape: per section the pages that the user may see."""
        overview = {
            "title": _("Overview"),
            "icon": "dashboard",
            "link": reverse("admin:index"),
            "active": request.path == reverse("admin:index"),
            "has_permission": True,
        }
        items: dict[str, list[dict[str, Any]]] = {str(section): [] for section in MENU_SECTIONS}
        pages = sorted(self._registry.items(), key=lambda entry: getattr(entry[1], "menu_order", 9))
        for model, page in pages:
            section = str(getattr(page, "menu_section", ""))
            if section in items and page.has_module_permission(request):
                items[section].append(_menu_item(request, model, page))
        groups: list[dict[str, Any]] = [{"items": [overview]}]
        groups += [{"title": title, "items": found} for title, found in items.items() if found]
        return groups

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """Worked out when it is looked at: every page is handed the list, few show it."""
        return SimpleLazyObject(partial(super().get_app_list, request, app_label))


def _menu_item(request: HttpRequest, model: type[Model], page: "ModelAdmin[Any]") -> dict[str, Any]:
    title = getattr(page, "menu_title", "") or model._meta.verbose_name_plural
    return {
        "title": capfirst(str(title)),
        "icon": getattr(page, "menu_icon", "article"),
        "link": _address(model, getattr(page, "menu_view", "changelist")),
        "active": request.path.startswith(_address(model, "changelist")),
        "has_permission": True,
    }


@cache
def _address(model: type[Model], view: str) -> str:
    """Looked up once: every page of the office names every page of the menu."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}")


def environment_label(request: HttpRequest) -> list[str] | None:
    """The words and the tone with which the theme marks an office that is not the real one."""
    if settings.PRODUCTION:
        return None
    return [str(_("Sandbox")), "warning"] if settings.SANDBOX else [str(_("Development")), "info"]
