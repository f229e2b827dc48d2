"""Django's settings, made from the environment of the installation."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from psycopg.conninfo import conninfo_to_dict

from knooppunt.config.embedded import server_url
from knooppunt.config.environment import read_environment
from knooppunt.config.logs import logging_settings
from knooppunt.config.secret import installation_secret
from knooppunt.web.live import live_origins

KNOOPPUNT = read_environment(os.environ)
PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = False
LOGGING = logging_settings(KNOOPPUNT.log_level, KNOOPPUNT.log_format)
SECRET_KEY = installation_secret(KNOOPPUNT)
ALLOWED_HOSTS = list(KNOOPPUNT.hosts)

INSTALLED_APPS = [
    "knooppunt.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
    "knooppunt.ground.journal",
    "knooppunt.ground.files",
    "knooppunt.ground.geography",
    "knooppunt.ground.network",
    "knooppunt.ground.access",
    "knooppunt.ground.incidents",
    "knooppunt.ground.writing",
    "knooppunt.ground.delivery",
    "knooppunt.ground.figures",
    "knooppunt.ground.interpretation",
    "knooppunt.rooms.reporting",
    "knooppunt.rooms.readiness",
    "knooppunt.rooms.picture",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "knooppunt.config.look.WholeFiles",
    "knooppunt.config.watching.Watching",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "knooppunt.web.machines.for_machines",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "knooppunt.web.middleware.who_asks",
    "knooppunt.web.middleware.Refusals",
]

# Reached without signing in, besides the pages of signing in itself: beginnings of addresses.
OPEN_PATHS = ("/health", "/metrics", "/api/v1/openapi.json", "/ogc/v1/openapi.json")
# The same for everyone, signed in or not: nobody is asked who they are, and no session is read or made.
FOR_EVERYONE = ("/a/", "/public/", "/calendar/", "/gateway/", "/readiness/verify/", "/robots.txt")

# Addresses that are a secret: whoever tries too many that do not exist is held off for the rest of the minute.
GUESSED_AT = ("/a/", "/readiness/verify/")

ROOT_URLCONF = "knooppunt.config.urls"
WSGI_APPLICATION = "knooppunt.config.wsgi.application"


def _database() -> dict[str, Any]:
    parts = dict(conninfo_to_dict(KNOOPPUNT.database_url or server_url(KNOOPPUNT.home)))
    return {
        "ENGINE": "knooppunt.config.persistent",
        "NAME": parts.pop("dbname", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": parts,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "knooppunt.web.context.shell",
            ]
        },
    }
]

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = ["knooppunt.ground.access.sign_in.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email"]},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# What is counted for the limits on trying to sign in is shared by all processes, so it lies in the database.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "access_attempt"},
    # Parts of pages that show what never changes, under a name for what they show.
    "template_fragments": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 64}},
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if KNOOPPUNT.tls else 0
ACCOUNT_ADAPTER = "knooppunt.ground.access.sign_in.SignInAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_SESSION_REMEMBER = False
SESSION_ENGINE = "knooppunt.web.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Knooppunt"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "config" / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "knooppunt.config.look.VersionedFiles"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 86_400
WHITENOISE_ALLOW_ALL_ORIGINS = False

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = KNOOPPUNT.tls
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if KNOOPPUNT.tls else None
SECURE_HSTS_SECONDS = 31_536_000 if KNOOPPUNT.tls else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Everything from here, nothing inline; the live stream may stand on a port of its own.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [
            SELF,
            *live_origins(KNOOPPUNT.live_url, KNOOPPUNT.hosts, KNOOPPUNT.live_port, tls=KNOOPPUNT.tls),
        ],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
