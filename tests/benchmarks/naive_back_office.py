"""The reference for the back office's lists: a ModelAdmin as tutorials show it, beside ours."""

from typing import ClassVar

from django.contrib import admin
from django.urls import path
from unfold.sites import UnfoldAdminSite

from config.urls import urlpatterns as ours
from payment_links.models import Customer, PaymentLink

# The templates are the theme's, which asks its own site for addresses.
naive_site = UnfoldAdminSite("naive")


@admin.register(PaymentLink, site=naive_site)
class NaiveLinkAdmin(admin.ModelAdmin):
    """Everything that is searched named in search_fields, counts and dates of the whole table."""

    list_display = ("status", "customer", "total_amount", "due_date", "merchant", "created_at")
    list_filter = ("status", "sms_status", "merchant", "currency", "due_date", "created_at")
    list_per_page = 50
    date_hierarchy = "created_at"
    search_fields: ClassVar = [
        *("id", "ocr", "payment_order_id", "total_amount", "documents__number"),
        *("customer__first_name", "customer__last_name", "customer__email", "customer__phone"),
    ]


@admin.register(Customer, site=naive_site)
class NaiveCustomerAdmin(admin.ModelAdmin):
    """The same of customers."""

    list_display = ("first_name", "last_name", "email", "phone", "merchant")
    list_filter = ("merchant",)
    list_per_page = 50
    date_hierarchy = "created_at"
    search_fields: ClassVar = ["first_name", "last_name", "company_name", "email", "phone"]


urlpatterns = [path("naive/", naive_site.urls), *ours]
