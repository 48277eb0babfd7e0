"""How staff sign in, where the library leaves it to us: who may, where to, by which e-mails."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext

from payment_links import clock
from payment_links.models import User
from payment_links.sealing import seal, unseal
from payment_links.staff_mail import write_to_staff


class StaffAccounts(DefaultAccountAdapter):
    """Accounts of people who work here: invited, never signed up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """One answer for a wrong password and for somebody who may not work here."""
        user = super().authenticate(request, **credentials)
        return user if _may_work(user) else None

    def pre_login(
        self, request: HttpRequest, user: AbstractBaseUser, **details: Any
    ) -> HttpResponse | None:
        """Also for those who come with a passkey, and for those who lost their post meanwhile."""
        if not _may_work(user):
            raise PermissionDenied
        answer: HttpResponse | None = super().pre_login(request, user, **details)
        return answer

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **details: Any
    ) -> HttpResponse:
        """Whoever came by the address of the office as such begins where their role begins."""
        answer: HttpResponse = super().post_login(request, user, **details)
        if answer.headers.get("Location") == reverse("admin:index"):
            return HttpResponseRedirect(self.get_login_redirect_url(request))
        return answer

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return str(admin.site.first_page(request))  # type: ignore[attr-defined]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("admin:index")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Never the host that the request names: a stranger writes that."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return f"{settings.PUBLIC_URL}{path.replace('UID-KEY', key)}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Into our outbox, so that the request does not wait for the mail service."""
        text = render_to_string(f"{template_prefix}_message.txt", {**context, "email": email})
        subject = render_to_string(f"{template_prefix}_subject.txt", context)
        write_to_staff(email, subject, text=text.strip(), now=clock.now())


class SecondFactors(DefaultMFAAdapter):
    """Authenticator apps, passkeys and recovery codes; their secrets are sealed at rest."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return gettext("Passkey") + (f" {count + 1}" if count else "")

    def _get_site_name(self) -> str:
        return gettext("Payment Links")


def _may_work(user: object) -> bool:
    return isinstance(user, User) and user.is_active and user.is_staff
