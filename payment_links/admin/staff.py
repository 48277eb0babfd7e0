"""The people who sign in and their roles at merchants; only superusers come here."""

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from payment_links.admin import access, second_factor
from payment_links.admin.base import OperatorAdmin
from payment_links.admin.theme import ThemeInline
from payment_links.models import Membership, User

if TYPE_CHECKING:
    UserAdminBase = DjangoUserAdmin[User]
    MembershipInlineBase = ThemeInline[Membership, User]
else:
    UserAdminBase = DjangoUserAdmin
    MembershipInlineBase = ThemeInline


class MembershipInline(MembershipInlineBase):
    """A user's roles, on the user's page."""

    model = Membership
    extra = 0
    autocomplete_fields = ("merchant",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.sees_everything(request)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


@admin.register(User)
class StaffUserAdmin(UserAdminBase, OperatorAdmin[User]):
    """Users without Django's groups and permissions: memberships decide what they see."""

    menu_section = _("Settings")
    menu_icon = "badge"
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    inlines = (MembershipInline,)
    list_display = ("username", "first_name", "last_name", "is_active", "is_superuser")
    list_filter: ClassVar[Any] = ("is_active", "is_superuser")
    filter_horizontal = ()
    ordering: ClassVar[Any] = ("username",)
    search_fields = ("username", "first_name", "last_name", "=email")
    search_help_text = _("Username, name or e-mail")
    readonly_fields = ("last_login", "date_joined")
    actions = ("remove_second_factors",)
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": (("first_name", "last_name"), "email")}),
        (_("Access"), {"fields": ("is_active", "is_staff", "is_superuser")}),
        (_("Dates"), {"fields": (("last_login", "date_joined"),)}),
    )

    @admin.action(description=_("Remove the second factors"))
    def remove_second_factors(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """For somebody who lost phone and recovery codes, and proved otherwise who they are."""
        if not access.sees_everything(request):
            return
        second_factor.ask_again(request)
        for user in queryset.order_by("pk"):
            removed, _rows = Authenticator.objects.filter(user=user).delete()
            if removed:
                self.log_change(request, user, gettext("The second factors were removed."))
        messages.success(request, _("They sign in with the password alone, until they add one."))


@admin.register(Membership)
class MembershipAdmin(OperatorAdmin[Membership]):
    """Who works for which merchant, in which role."""

    menu_section = _("Settings")
    menu_icon = "manage_accounts"
    list_display = ("user", "merchant", "role")
    list_filter: ClassVar[Any] = (("role", ChoicesDropdownFilter), "merchant")
    list_select_related = ("user", "merchant")
    id_search_fields = ("merchant_id",)
    search_fields = ("user__username", "merchant__name")
    search_help_text = _("Username or merchant's name")
    autocomplete_fields = ("user", "merchant")
    fields = ("user", "merchant", "role")

    def has_delete_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        return access.sees_everything(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return super().get_queryset(request).select_related("user", "merchant")


# Rows of the sign-in: second factors are removed above, addresses belong to the user.
for foreign in (Group, Authenticator, EmailAddress):
    admin.site.unregister(foreign)
