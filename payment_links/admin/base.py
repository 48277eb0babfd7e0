"""What every admin page has in common: whose rows it shows, read-only by default, cheap lists."""

from functools import reduce
from typing import Any, ClassVar
from uuid import UUID

from django.contrib.admin import ShowFacets
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.core.exceptions import ValidationError
from django.db.models import Case, F, Model, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils import formats
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from payment_links.admin import access
from payment_links.admin.field_names import name_fields
from payment_links.admin.theme import ActionForm, AdminSite, AnyPaginator, ModelAdmin, ModelT

# Counting a million rows costs more than showing fifty: beyond this, people filter or search.
COUNT_LIMIT = 10_000
# A field to search, on pages with a customer_path.
CUSTOMER_NAME = "findable_name"


class CappedPaginator(AnyPaginator):
    """Pages over at most so many rows (limit), so that no list counts a whole table."""

    limit: ClassVar[int] = COUNT_LIMIT

    @cached_property
    def count(self) -> int:
        if isinstance(self.object_list, QuerySet):
            return self.object_list.order_by()[: self.limit].count()
        return len(self.object_list)


class ShortPaginator(CappedPaginator):
    """Counts fewer: rows that are read one by one, to see whose they are or whether they match."""

    limit = 1_000


class ActionChoice(ActionForm):
    """What to do with the chosen rows: on white, where the theme's own has too little contrast."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["action"].widget.attrs["class"] = "pl-action-choice"


class StaffAdmin(ModelAdmin[ModelT]):
    """Rows of the user's merchants, to look at; subclasses open what may be changed.

    merchant_path: the lookup from a row to its merchant's id; empty when only superusers may see
    the rows. id_search_fields: looked up when the search is a UUID. customer_path: the lookup to
    the customer by whose name rows are found, CUSTOMER_NAME in search_fields. menu_section,
    menu_icon, menu_order: where the page stands in the sidebar; one without a section is reached
    from others. menu_view, menu_title: what the menu opens instead of the list of rows, and the
    heading of that page. first_for_role: members who have this role everywhere come here when they
    sign in.
    """

    merchant_path: ClassVar[str] = ""
    id_search_fields: ClassVar[tuple[str, ...]] = ("id",)
    customer_path: ClassVar[str] = ""
    menu_section: ClassVar[Any] = ""
    menu_icon: ClassVar[str] = "article"
    menu_order: ClassVar[int] = 5
    menu_title: ClassVar[Any] = ""
    menu_view: ClassVar[str] = "changelist"
    first_for_role: ClassVar[str] = ""

    action_form = ActionChoice
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 0
    list_filter_submit = True
    list_fullwidth = True
    ordering: ClassVar[Any] = ("-pk",)

    def __init__(self, model: type[ModelT], admin_site: AdminSite) -> None:
        name_fields(model)
        super().__init__(model, admin_site)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ModelT]:
        rows = super().get_queryset(request)
        if access.sees_everything(request):
            return rows
        if not self.merchant_path:
            return rows.none()
        return rows.filter(**{f"{self.merchant_path}__in": list(access.roles_by_merchant(request))})

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """A list that is not narrowed shows all there is: the theme need not offer to show more."""
        changelist: Any = super().get_changelist_instance(request)
        changelist.count_text = _count_text(changelist.result_count, changelist.paginator.limit)
        if not changelist.query and not changelist.has_active_filters:
            changelist.full_result_count = changelist.result_count
        return changelist

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page of a row, which leads to its history where people change it or have done so."""
        row = context.get("original")
        if row is not None:
            context["show_history"] = self.has_change_permission(request, row) or _has_log(row)
        return super().render_change_form(request, context, *args, **kwargs)

    def gone(self, request: HttpRequest) -> HttpResponse:
        """The one answer for a row that does not exist and for one of a foreign merchant."""
        title = _("There is no such row, or you may not see it.")
        context = {**self.admin_site.each_context(request), "title": title}
        return TemplateResponse(request, "admin/404.html", context, status=404)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        return self.gone(request)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, called what the menu calls it; NUL finds nothing instead of failing.

        So do keys that are none: Django asks for the rows of an action without a look at them.
        """
        if has_nul(request.GET):
            return self.gone(request)
        if not all(map(self._is_key, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            return self.gone(request)
        named = {"title": capfirst(str(self.opts.verbose_name_plural)), **(extra_context or {})}
        return super().changelist_view(request, named)

    def _is_key(self, text: str) -> bool:
        try:
            self.opts.pk.to_python(text)
        except ValidationError:
            return False
        return True

    def merchant_id_of(self, row: Model) -> UUID:
        """The merchant that a row belongs to."""
        found: UUID = reduce(getattr, self.merchant_path.split("__"), row)  # type: ignore[assignment]
        return found

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: ModelT | None = None) -> bool:
        if access.sees_everything(request):
            return True
        if not self.merchant_path:
            return False
        if obj is None:
            return access.may_see_something(request)
        return access.may_see_merchant(request, self.merchant_id_of(obj))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ModelT | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ModelT | None = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only the filters of the page: any other column could be guessed letter by letter."""
        offered = [_filter_name(entry) for entry in self.get_list_filter(request)]
        is_offered = any(lookup == name or lookup.startswith(f"{name}_") for name in offered)
        return is_offered and super().lookup_allowed(lookup, value, request)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[ModelT], search_term: str
    ) -> tuple[QuerySet[ModelT], bool]:
        searched_id = as_uuid(search_term)
        if searched_id is None or not self.id_search_fields:
            if self.customer_path:
                queryset = queryset.alias(**{CUSTOMER_NAME: _findable_name(self.customer_path)})
            return super().get_search_results(request, queryset, search_term)
        matches = Q()
        for field in self.id_search_fields:
            matches |= Q(**{field: searched_id})
        return queryset.filter(matches), False


class OperatorAdmin(StaffAdmin[ModelT]):
    """Rows that superusers alone see, add and change; nothing here is ever deleted."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return access.sees_everything(request)

    def has_change_permission(self, request: HttpRequest, obj: ModelT | None = None) -> bool:
        return access.sees_everything(request)


def has_nul(query: QueryDict) -> bool:
    """Whether a value holds NUL, which PostgreSQL cannot compare with."""
    return any("\x00" in value for values in query.lists() for value in values[1])


def as_uuid(text: str) -> UUID | None:
    """The id that a person pasted, or None when the text is something else."""
    try:
        return UUID(text.strip())
    except ValueError:
        return None


def _count_text(count: int, limit: int) -> str:
    """How many rows a list has. limit: how far its paginator counts."""
    number = formats.number_format(count, force_grouping=True)
    if count >= limit:
        return _("At least %(number)s rows") % {"number": number}
    return ngettext("%(number)s row", "%(number)s rows", count) % {"number": number}


def _has_log(row: Model) -> bool:
    of_row = LogEntry.objects.filter(content_type=get_content_type_for_model(row))
    return of_row.filter(object_id=str(row.pk)).exists()


def _findable_name(customer_path: str) -> Case:
    """The last name of a customer who is not erased: the books alone keep the others'."""
    in_use = Q(**{f"{customer_path}__erased_at__isnull": True})
    return Case(When(in_use, then=F(f"{customer_path}__last_name")), default=Value(""))


def _filter_name(entry: Any) -> str:
    field = entry[0] if isinstance(entry, tuple | list) else entry
    return field if isinstance(field, str) else str(getattr(field, "parameter_name", ""))
