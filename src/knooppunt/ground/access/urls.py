"""Addresses of my account and of signing in. The names of allauth are kept, because it looks them up."""

from __future__ import annotations

from allauth.account import views
from django.urls import URLPattern, URLResolver, include, path

from knooppunt.ground.access.pages import account as pages
from knooppunt.ground.access.pages import tokens
from knooppunt.ground.access.pages.accounts import accounts_page
from knooppunt.ground.access.pages.merging import merge

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", pages.my_account, name="my_account"),
    path("account/tokens/", tokens.own, name="own_tokens"),
    path("tokens/<uuid:token>/revoke/", tokens.revoke, name="revoke_token"),
    path("accounts/", accounts_page, name="accounts"),
    path("accounts/merge/", merge, name="merge_people"),
    path("accounts/tokens/", tokens.everyones, name="all_tokens"),
    path("account/demo/", pages.demo, name="demo"),
    path("account/demo/<uuid:account>/", pages.demo_sign_in, name="demo_sign_in"),
    path("account/sign-in/", pages.SignIn.as_view(), name="account_login"),
    path("account/sign-out/", views.logout, name="account_logout"),
    path("account/inactive/", views.account_inactive, name="account_inactive"),
    path("account/confirm/", views.reauthenticate, name="account_reauthenticate"),
    path("account/password/", views.password_change, name="account_change_password"),
    path("account/password/first/", views.password_set, name="account_set_password"),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
]
