"""The page behind the link of an invitation: choose a name and a password, or accept as oneself."""

from allauth.account.utils import perform_login
from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from payment_links import clock, people
from payment_links.admin.people_forms import ROLE_WORDS, JoinForm
from payment_links.admin.sign_in import at_the_door
from payment_links.models import Invitation, Membership, User

LONGEST_USERNAME = 150


@at_the_door
def join(request: HttpRequest, token: str) -> HttpResponseBase:
    """Accept an invitation; 404 for one that does not work (any more)."""
    invitation = people.acceptable_invitation(token, clock.now())
    if invitation is None:
        return TemplateResponse(request, "admin/payment_links/people/over.html", status=404)
    try:
        if admin.site.has_permission(request):
            return _join_as_oneself(request, token, invitation)
        if _has_account(invitation.email):
            return _page(request, invitation, "sign_in")
        return _join_as_somebody_new(request, token, invitation)
    except people.InvitationOverError:
        return TemplateResponse(request, "admin/payment_links/people/over.html", status=404)


def _join_as_oneself(request: HttpRequest, token: str, invitation: Invitation) -> HttpResponseBase:
    if request.method != "POST" or not isinstance(request.user, User):
        return _page(request, invitation, "accept")
    people.accept_invitation(token, request.user, now=clock.now())
    messages.success(request, _("Welcome: the merchants are in your menu now."))
    return HttpResponseRedirect(admin.site.first_page(request))  # type: ignore[attr-defined]


def _join_as_somebody_new(
    request: HttpRequest, token: str, invitation: Invitation
) -> HttpResponseBase:
    form = JoinForm(request.POST or None, email=invitation.email)
    if request.method != "POST" or not form.is_valid():
        return _page(request, invitation, "new", form)
    chosen = {name: form.cleaned_data[name] for name in ("password", "first_name", "last_name")}
    now = clock.now()
    with transaction.atomic():
        # First, for a form that is sent twice: the second would find the name taken.
        people.lock_invitation(token, now=now)
        user = people.lock_returning(invitation.email)
        if user is None and _has_account(invitation.email):
            # Another invitation opened it meanwhile.
            return _page(request, invitation, "sign_in")
        if user is not None:
            people.reopen_account(user, **chosen, now=now)
        else:
            name = _free_username(invitation.email)
            user = User.objects.create_user(name, invitation.email, **chosen, is_staff=True)
        people.accept_invitation(token, user, now=now)
    answer: HttpResponseBase = perform_login(request, user)
    return answer


def _page(
    request: HttpRequest, invitation: Invitation, mode: str, form: JoinForm | None = None
) -> TemplateResponse:
    role = Membership.Role(invitation.role)
    context = {
        "invitation": invitation,
        "inviter": invitation.invited_by.display_name,
        "merchants": invitation.merchants.order_by("name", "pk"),
        "role": role.label,
        "role_words": ROLE_WORDS[role],
        "mode": mode,
        "form": form,
        "is_returning": mode == "new" and _is_known(invitation.email),
        "here": request.path,
    }
    return TemplateResponse(request, "admin/payment_links/people/join.html", context)


def _has_account(email: str) -> bool:
    return User.objects.filter(email__iexact=email, is_active=True, is_staff=True).exists()


def _is_known(email: str) -> bool:
    return User.objects.filter(email__iexact=email).exists()


def _free_username(email: str) -> str:
    """The address itself, so that nobody has to remember a name; numbered when it is taken."""
    wanted = email.lower()[: LONGEST_USERNAME - 4]
    taken = set(
        User.objects.filter(username__istartswith=wanted).values_list("username", flat=True)
    )
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (wanted, *numbered) if name not in taken)
