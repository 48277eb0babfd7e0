"""People: who works for the user's own merchants, in which role, and who is invited."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from payment_links import clock, people
from payment_links.admin import access, display
from payment_links.admin.base import StaffAdmin, as_uuid
from payment_links.admin.people_forms import ROLE_WORDS, InviteForm
from payment_links.admin.people_list import open_invitations, persons
from payment_links.admin.refusals import refusal_text
from payment_links.errors import DomainError
from payment_links.models import Invitation, Membership, Merchant, User

PEOPLE_PER_PAGE = 100


@admin.register(Invitation)
class InvitationAdmin(StaffAdmin[Invitation]):
    """The page People of owners; the rows behind it are for superusers."""

    menu_section = _("Settings")
    menu_icon = "group"
    menu_order = 4
    menu_title = _("People")
    menu_view = "people"
    list_display = ("email", "role", "invited_by", "sent", "accepted_by")
    list_select_related = ("invited_by", "accepted_by")
    search_fields = ("=email",)
    search_help_text = _("E-mail")
    id_search_fields = ()
    ordering: ClassVar[Any] = ("-sent_at", "-pk")
    fields = (
        "email",
        "role",
        "merchants",
        "invited_by",
        "sent",
        "expires_at",
        "accepted_at",
        "accepted_by",
        "withdrawn_at",
    )

    @admin.display(description=_("Sent"), ordering="sent_at")
    def sent(self, invitation: Invitation) -> str:
        return display.moment_text(invitation.sent_at)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return access.sees_everything(request) or bool(access.owned_merchants(request))

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        views = (
            ("people/", self.people_view, "people"),
            ("people/invite/", self.invite_view, "invite"),
            ("people/<int:membership_id>/", self.member_view, "member"),
            ("people/<int:membership_id>/remove/", self.remove_view, "remove"),
            ("people/invitations/<int:invitation_id>/resend/", self.resend_view, "resend"),
            ("people/invitations/<int:invitation_id>/withdraw/", self.withdraw_view, "withdraw"),
        )
        own = [
            path(route, self.admin_site.admin_view(view), name=f"{name}_{word}")
            for route, view, word in views
        ]
        return [*own, *super().get_urls()]

    # Whose people

    def _own(self, request: HttpRequest) -> QuerySet[Merchant]:
        """The merchants whose people the user decides on."""
        merchants = Merchant.objects.order_by("name", "pk")
        if access.sees_everything(request):
            return merchants
        return merchants.filter(pk__in=access.owned_merchants(request))

    def _shown(self, request: HttpRequest) -> list[Merchant]:
        """Those the page is about: the one that was asked for, else all; superusers see one."""
        asked = as_uuid(request.GET.get("merchant", ""))
        own = self._own(request)
        if asked is not None:
            return list(own.filter(pk=asked))
        return list(own[:1] if access.sees_everything(request) else own)

    def _membership(self, request: HttpRequest, membership_id: int) -> Membership | None:
        rows = Membership.objects.select_related("user", "merchant")
        found = rows.filter(pk=membership_id).first()
        is_own = found is not None and access.may_edit_merchant(request, found.merchant_id)
        return found if is_own else None

    def _invitation(self, request: HttpRequest, invitation_id: int) -> Invitation | None:
        """An open invitation all of whose merchants are the user's own."""
        found = Invitation.objects.open().filter(pk=invitation_id).first()
        if found is None:
            return None
        ids = set(found.merchants.values_list("pk", flat=True))
        is_own = all(access.may_edit_merchant(request, pk) for pk in ids)
        return found if is_own else None

    # Views

    def people_view(self, request: HttpRequest) -> HttpResponseBase:
        """Members with role, second step and last sign-in, and the open invitations."""
        merchants = self._shown(request)
        if not merchants:
            return self.gone(request)
        members = (
            Membership.objects.filter(merchant__in=merchants)
            .select_related("user", "merchant")
            .order_by("user__last_name", "user__username", "merchant__name", "pk")
        )
        page = Paginator(members, PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "page": page,
            "persons": persons(page),
            "invitations": open_invitations(request, merchants, clock.now()),
            "merchants": merchants,
            "choices": self._own(request)[:200] if len(merchants) == 1 else merchants,
            "chosen": merchants[0] if len(merchants) == 1 else None,
            "names_merchants": len(merchants) > 1,
        }
        return self._page(request, "people.html", str(self.menu_title), context)

    def invite_view(self, request: HttpRequest) -> HttpResponseBase:
        """The form that invites by e-mail."""
        merchants = self._shown(request)
        if not merchants:
            return self.gone(request)
        form = InviteForm(request.POST or None, merchants=merchants)
        if request.method == "POST" and form.is_valid():
            now = clock.now()
            try:
                invitation = people.invite(
                    form.offer(), actor=access.signed_in_user(request), now=now
                )
            except DomainError as error:
                form.add_error(None, refusal_text(error))
            else:
                self.log_addition(request, invitation, gettext("Invited."))
                said = _("The invitation to %(email)s is on its way.")
                messages.success(request, said % {"email": invitation.email})
                return HttpResponseRedirect(self._people())
        return self._page(request, "invite.html", gettext("Invite somebody"), {"form": form})

    def member_view(self, request: HttpRequest, membership_id: int) -> HttpResponseBase:
        """One person at one merchant: another role, or no role any more."""
        member = self._membership(request, membership_id)
        if member is None:
            return self.gone(request)
        role = request.POST.get("role", "")
        if request.method == "POST" and role in Membership.Role.values:
            before = member.get_role_display()
            try:
                changed = people.change_role(
                    member, role, actor=access.signed_in_user(request), now=clock.now()
                )
            except DomainError as error:
                messages.error(request, refusal_text(error))
                return HttpResponseRedirect(request.path)
            if changed:
                told = {
                    "merchant": member.merchant.name,
                    "before": before,
                    "after": Membership.Role(role).label,
                }
                said = gettext("Role at %(merchant)s: %(before)s → %(after)s.") % told
                self._log(request, member.user, said)
                messages.success(request, said)
            return HttpResponseRedirect(self._people())
        roles = [(choice, choice.label, ROLE_WORDS[choice]) for choice in Membership.Role]
        context = {"member": member, "roles": roles, "is_self": member.user_id == request.user.pk}
        return self._page(request, "member.html", member.user.display_name, context)

    def remove_view(self, request: HttpRequest, membership_id: int) -> HttpResponseBase:
        """End the membership; asked for on the person's page."""
        member = self._membership(request, membership_id)
        if member is None:
            return self.gone(request)
        if request.method != "POST":
            return HttpResponseRedirect(self._address("member", membership_id))
        try:
            removed = people.remove_member(
                member, actor=access.signed_in_user(request), now=clock.now()
            )
        except DomainError as error:
            messages.error(request, refusal_text(error))
            return HttpResponseRedirect(self._address("member", membership_id))
        if removed:
            told = {"name": member.user.display_name, "merchant": member.merchant.name}
            said = gettext("%(name)s works no longer for %(merchant)s.") % told
            self._log(request, member.user, said)
            messages.success(request, said)
        is_still_owner = Membership.objects.filter(
            user=access.signed_in_user(request), role=Membership.Role.OWNER
        ).exists()
        goes_on = is_still_owner or access.sees_everything(request)
        return HttpResponseRedirect(self._people() if goes_on else reverse("admin:index"))

    def resend_view(self, request: HttpRequest, invitation_id: int) -> HttpResponseBase:
        """Send the invitation again, with a new link."""
        invitation = self._invitation(request, invitation_id)
        if invitation is None or request.method != "POST":
            return self.gone(request)
        try:
            people.resend_invitation(
                invitation,
                actor=access.signed_in_user(request),
                language=get_language() or "en",
                now=clock.now(),
            )
        except DomainError as error:
            messages.error(request, refusal_text(error))
        else:
            self.log_change(request, invitation, gettext("Sent again."))
            messages.success(request, _("Sent again, with a new link. The old one is dead."))
        return HttpResponseRedirect(self._people())

    def withdraw_view(self, request: HttpRequest, invitation_id: int) -> HttpResponseBase:
        """Let the invitation's link open nothing any more."""
        invitation = self._invitation(request, invitation_id)
        if invitation is None or request.method != "POST":
            return self.gone(request)
        try:
            people.withdraw_invitation(
                invitation, actor=access.signed_in_user(request), now=clock.now()
            )
        except DomainError as error:
            messages.error(request, refusal_text(error))
        else:
            self.log_change(request, invitation, gettext("Withdrawn."))
            messages.success(request, _("The invitation is withdrawn: its link opens nothing."))
        return HttpResponseRedirect(self._people())

    # Parts

    def _page(
        self, request: HttpRequest, template: str, title: str, context: dict[str, Any]
    ) -> TemplateResponse:
        shared = {
            **self.admin_site.each_context(request),
            "title": title,
            "people_address": self._people(),
        }
        address = f"admin/payment_links/people/{template}"
        return TemplateResponse(request, address, {**shared, **context})

    def _log(self, request: HttpRequest, user: User, said: str) -> None:
        """On the person's own history: memberships come and go."""
        self.log_change(request, user, said)  # type: ignore[arg-type]

    def _address(self, view: str, *args: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{view}", args=args)

    def _people(self) -> str:
        return self._address("people")
