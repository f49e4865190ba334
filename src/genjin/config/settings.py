"""Django's settings: everything that is the same in every company, and what the environment says."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from genjin.config.database import database_settings
from genjin.config.environment import read_environment
from genjin.config.logs import logging_settings

ENVIRONMENT = read_environment()
PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = False
SECRET_KEY = ENVIRONMENT.secret_key()
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *ENVIRONMENT.hosts]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ENVIRONMENT.hosts if not host.startswith(".")]
ROOT_URLCONF = "genjin.config.urls"
WSGI_APPLICATION = "genjin.config.wsgi.application"

# --- What it is made of -------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "django_cotton",
    "django_htmx",
    "genjin.kernel.jobs",
    "genjin.kernel.people",
    "genjin.kernel.events",
    "genjin.kernel.access",
    "genjin.kernel.objects",
    "genjin.kernel.records",
    "genjin.kernel.evidence",
    "genjin.kernel.messages",
    "genjin.kernel.work",
    "genjin.kernel.imports",
    "genjin.kernel.reports",
    "genjin.kernel.flows",
    "genjin.kernel.playbooks",
    "genjin.sales",
    "genjin.api",
    "genjin.web",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Two chains, chosen by the path: the API pays for nothing that only pages need (facts/performance.md §3.7).
MIDDLEWARE = ["genjin.config.middleware.by_prefix.ByPrefix"]
API_PREFIX = "/api/"
API_MIDDLEWARE = [
    "genjin.config.middleware.request_id.RequestId",
    "genjin.config.middleware.timing.ServerTiming",
    "genjin.config.middleware.language.ApiLanguage",
    "genjin.config.middleware.problems.ApiProblems",
    "genjin.config.middleware.security.SecurityHeaders",
    "genjin.config.middleware.limits.BodyLimit",
    "genjin.config.middleware.unavailable.DatabaseAway",
]
PAGE_MIDDLEWARE = [
    "genjin.config.middleware.request_id.RequestId",
    "genjin.config.middleware.timing.ServerTiming",
    "genjin.config.middleware.security.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "genjin.config.middleware.language.PageLanguage",
    "genjin.config.middleware.limits.BodyLimit",
    "genjin.config.middleware.unavailable.DatabaseAway",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "genjin.web.middleware.ActorMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "genjin.web.shell.context.shell",
            ]
        },
    }
]

PGHISTORY_CREATED_AT_FUNCTION = "genjin_now()"  # history tells the time that everything else tells

# --- The database -------------------------------------------------------------------------------------------------
DATABASES = {"default": database_settings(ENVIRONMENT)}

# --- People -------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "genjin_session"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = bool(ENVIRONMENT.hosts)  # other machines reach it over TLS only; see docs/operate
CSRF_FAILURE_VIEW = "genjin.config.error_pages.form_expired"
CSRF_COOKIE_NAME = "genjin_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = bool(ENVIRONMENT.hosts)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.hosts else None

# --- Words and times ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
GENJIN_TIME_ZONE = TIME_ZONE  # the company's; local days are cut by it

# --- Files --------------------------------------------------------------------------------------------------------
# The front end's files lie in the package and carry a hash in their names: served as they are, nothing is collected.
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/build/.+\.[0-9a-f]{12}\.\w+$"
MEDIA_ROOT = ENVIRONMENT.files_dir
GENJIN_FILES_DIR = ENVIRONMENT.files_dir
GENJIN_DATA_DIR = ENVIRONMENT.data_dir

# --- Limits of what is sent to us -----------------------------------------------------------------------------------
GENJIN_TEXT_LIMIT_BYTES = 2 * 1024 * 1024  # JSON and forms
GENJIN_UPLOAD_LIMIT_BYTES = 60 * 1024 * 1024  # files and parts of files
DATA_UPLOAD_MAX_MEMORY_SIZE = GENJIN_UPLOAD_LIMIT_BYTES
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 50
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

LOGGING = logging_settings(ENVIRONMENT.process)
LOGGING_CONFIG = "logging.config.dictConfig"
