"""Django's settings, made from the typed environment; nothing exists only in production."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.utils.translation import gettext_lazy as _
from psycopg.conninfo import conninfo_to_dict

from zhifa.config.database import database_url
from zhifa.config.environment import read_environment

ENVIRONMENT = read_environment()
PACKAGE = Path(__file__).resolve().parent.parent

# The ladder, top first; the same order as in docs/architecture.md and .importlinter.
MECHANISMS = [
    name
    for name in (
        "founding", "portal", "reports", "assessment", "outreach", "learning", "meetings", "funding", "requests", "sittings", "exams",
        "duties", "plans", "cases", "deeds", "laws", "figures", "complaints", "documents", "people", "publishing", "search", "notices",
        "evidence", "intake", "accounts", "lookups",
        "ledger", "kernel",
    )
    if (PACKAGE / name / "apps.py").exists()
]  # fmt: skip


def _secret(name: str) -> str:
    """A secret of this home, made once and kept in a file that only the program's user can read."""
    path = ENVIRONMENT.keys_folder / name
    if not path.exists():
        ENVIRONMENT.keys_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


SECRET_KEY = _secret("django-secret")
FIELD_KEY = _secret("field-encryption")
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *ENVIRONMENT.allowed_hosts]
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.public_url]

INSTALLED_APPS = [
    *(f"zhifa.{name}" for name in MECHANISMS),  # first, so that our templates stand before allauth's
    "zhifa.config",  # for the commands that know every mechanism
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django_htmx",
    "django_vite",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "zhifa.people.web.middleware.ActorMiddleware",
    "zhifa.kernel.web.own.OwnPagesMiddleware",
    "zhifa.kernel.web.offline.OfflineMiddleware",
    "zhifa.kernel.web.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "zhifa.config.urls"
WSGI_APPLICATION = "zhifa.config.wsgi.application"
ASGI_APPLICATION = "zhifa.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "zhifa.kernel.web.context.shell",
            ],
            "builtins": ["zhifa.kernel.templatetags.zhifa"],
        },
    }
]


def _database() -> dict[str, Any]:
    """PostgreSQL as Django wants it, from a libpq address (a socket folder may stand in `host=`)."""
    parts = conninfo_to_dict(database_url(ENVIRONMENT))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", "") or "",
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": parts,
        "TEST": {"NAME": f"test_{ENVIRONMENT.database_name}"},
    }


DATABASES = {"default": _database()}
# Where the newest signed head is kept outside the database: in this home, and wherever the administrator says.
LEDGER_WITNESSES = (
    ENVIRONMENT.home / "witness" / f"{DATABASES['default']['NAME']}.checkpoint",
    *ENVIRONMENT.witnesses,
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False  # each act opens its own transaction; a question needs none

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/work/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login_failed": None}  # axes locks out, by name and address, and says so
ACCOUNT_ADAPTER = "zhifa.accounts.adapter.InvitedOnlyAdapter"
SOCIALACCOUNT_ADAPTER = "zhifa.accounts.adapter.OfficeIdentityAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "zhifa.accounts.adapter.EncryptingAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are registered by administrators, not verified by mail
MFA_TOTP_ISSUER = "知法"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_USERNAME_CALLABLE = "zhifa.accounts.adapter.name_tried"
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = (
    {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "unified",
                    "name": "统一身份认证",
                    "client_id": ENVIRONMENT.oidc_client,
                    "secret": ENVIRONMENT.oidc_secret,
                    "settings": {"server_url": ENVIRONMENT.oidc_server},
                }
            ]
        }
    }
    if ENVIRONMENT.oidc_server
    else {}
)

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
FIRST_DAY_OF_WEEK = 1

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.home / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # before the first collection there is nothing in it
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Vite has hashed every name already; a second hash would load shared modules twice.
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
    "evidence": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": ENVIRONMENT.evidence_bucket, "default_acl": "private"},
    }
    if ENVIRONMENT.evidence_bucket
    else {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": ENVIRONMENT.home / "evidence",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
}
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+/built/assets/.+-[\w-]{8}\.\w+$"
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": PACKAGE / "kernel" / "static" / "built" / "manifest.json",
        "static_url_prefix": "built",
    }
}

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if ENVIRONMENT.mail_url and not ENVIRONMENT.is_rehearsal
    else "django.core.mail.backends.locmem.EmailBackend"
)
# `smtp://user:password@host:port?from=address`; `smtps` from the first byte, `smtp+tls` after STARTTLS.
_MAIL = urlsplit(ENVIRONMENT.mail_url)
EMAIL_HOST = _MAIL.hostname or ""
EMAIL_PORT = _MAIL.port or (465 if _MAIL.scheme == "smtps" else 25)
EMAIL_HOST_USER = unquote(_MAIL.username or "")
EMAIL_HOST_PASSWORD = unquote(_MAIL.password or "")
EMAIL_USE_SSL = _MAIL.scheme == "smtps"
EMAIL_USE_TLS = _MAIL.scheme == "smtp+tls"
EMAIL_TIMEOUT = 30  # seconds; a mail server that hangs must not hold the jobs up
DEFAULT_FROM_EMAIL = dict(parse_qsl(_MAIL.query)).get("from", f"zhifa@{EMAIL_HOST or 'localhost'}")
NOTICE_CHANNELS = () if ENVIRONMENT.is_rehearsal else ENVIRONMENT.notice_channels
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"  # the room in which a mechanism keeps what it does by itself
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = ENVIRONMENT.public_url.startswith("https://")
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO" if DEBUG else "WARNING"},
}
