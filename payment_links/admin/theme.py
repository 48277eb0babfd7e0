"""The admin theme's classes, typed as the Django classes they extend: the theme has no types."""

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db.models import Model

ModelT = TypeVar("ModelT", bound=Model)

if TYPE_CHECKING:
    from django.contrib.admin import (
        AdminSite,
        FieldListFilter,
        ModelAdmin,
        SimpleListFilter,
        TabularInline,
    )
    from django.contrib.admin.helpers import ActionForm
    from django.core.paginator import Paginator
    from django.forms import ModelForm

    AnyPaginator = Paginator[Any]
    DropdownFilter = SimpleListFilter
    RangeDateFilter = FieldListFilter
    ThemeInline = TabularInline
else:
    from django.core.paginator import Paginator as AnyPaginator
    from django.forms import ModelForm as PlainModelForm
    from unfold.admin import ModelAdmin as UnfoldModelAdmin
    from unfold.admin import StackedInline as ThemeInline
    from unfold.contrib.filters.admin import DropdownFilter, RangeDateFilter
    from unfold.forms import ActionForm
    from unfold.sites import UnfoldAdminSite as AdminSite

    class ModelAdmin(UnfoldModelAdmin, Generic[ModelT]):
        """The theme's model admin; the type parameter is for readers and type checkers."""

    class ModelForm(PlainModelForm, Generic[ModelT]):
        """Django's form of a row, with a type parameter for readers and type checkers."""


__all__ = [
    "ActionForm",
    "AdminSite",
    "AnyPaginator",
    "DropdownFilter",
    "ModelAdmin",
    "ModelForm",
    "ModelT",
    "RangeDateFilter",
    "ThemeInline",
]
