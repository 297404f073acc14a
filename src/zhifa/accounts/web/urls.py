"""Addresses of accounts, beside allauth's."""

from django.urls import path

from zhifa.accounts.web import views

urlpatterns = [
    path("accounts/invitation/<str:token>/", views.invitation, name="accounts_invitation"),
    path("work/account/", views.security, name="accounts_security"),
    path("work/account/email/", views.email, name="accounts_email"),
    path("accounts/password/reset/", views.reset_password, name="account_reset_password"),
    path("accounts/demonstration/<str:username>/", views.demonstration, name="accounts_demonstration"),
]
