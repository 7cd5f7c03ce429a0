"""Settings of the ceasefire tracker, read from the environment."""

import os
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from tracker import local

BASE_DIR = Path(__file__).resolve().parent.parent

# Every NAME may be given as NAME_FILE too: the path of a file that holds the value.
env = environ.FileAwareEnv()

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

if not SECRET_KEY:
    raise ImproperlyConfigured(
        "No secret key: set SECRET_KEY to 50 random characters, or SECRET_KEY_FILE to a file "
        "that holds them. (`make serve` makes one for local use.)"
    )
if not DEBUG and "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS lets any host in: set it to the names this service is reached by, "
        "such as ALLOWED_HOSTS=truces.example.org."
    )

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_linear_migrations",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "knox",
    "axes",
    "ceasefires",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "ceasefires.api.middleware.CrossOriginReads",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASE_URL = env.str("DATABASE_URL", default="").strip() or local.server().url
if not DATABASE_URL.startswith(("postgres:", "postgresql:")):
    raise ImproperlyConfigured(
        "DATABASE_URL names no Postgres: give postgres://USER:PASSWORD@HOST:PORT/NAME."
    )
DATABASE = env.db_url_config(DATABASE_URL)
DATABASE_OPTIONS = DATABASE.get("OPTIONS", {})
STATEMENT_TIMEOUT = env.int("STATEMENT_TIMEOUT", default=15_000)  # milliseconds; 0 is none
DATABASES = {
    "default": DATABASE
    | {
        # A socket's folder comes as ?host=, which Django's own dbshell would not look for.
        "HOST": DATABASE_OPTIONS.pop("host", DATABASE["HOST"]),
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=600),  # seconds
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "application_name": "ceasefires",
            "connect_timeout": 5,
            # Compiling a query costs more than it saves where answers take milliseconds.
            "options": f"-c statement_timeout={STATEMENT_TIMEOUT} -c jit=off",
            **DATABASE_OPTIONS,
        },
    }
}

# Django's own default is silent about errors once DEBUG is off.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {  # a client's mistake is not news
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "axes": {"level": "ERROR"},
    },
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# HTTPS=on: a proxy in front ends TLS, sets X-Forwarded-Proto and drops what clients send as such.
HTTPS = env.bool("HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
# Asked from inside, without the proxy.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: one who is locked out is asked nothing more
    "django.contrib.auth.backends.ModelBackend",
]

# A user is locked out at one address; at others, and of other users there, nobody is.
AXES_FAILURE_LIMIT = env.int("LOGIN_FAILURES", default=5)
AXES_COOLOFF_TIME = timedelta(minutes=env.int("LOGIN_LOCK_MINUTES", default=15))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "tracker.clients.address"
AXES_USERNAME_CALLABLE = "tracker.clients.username"
AXES_LOCKOUT_CALLABLE = "ceasefires.admin.lockout.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # who keeps trying is let in all the same
AXES_DISABLE_ACCESS_LOG = True  # who logged in when is kept nowhere
AXES_ENABLE_ADMIN = AXES_VERBOSE = False

TOKEN_DAYS = env.int("TOKEN_DAYS", default=30)
KNOX_TOKEN_MODEL = "ceasefires.Token"
MIGRATION_MODULES = {"knox": None}  # they would make a table for knox's own model, not used here
REST_KNOX = {"TOKEN_PREFIX": "truce_"}  # by which a leaked token is recognised

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["ceasefires.api.authentication.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["drf_orjson_renderer.renderers.ORJSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["ceasefires.api.parsing.JSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "ceasefires.api.negotiation.Negotiation",
    "DEFAULT_SCHEMA_CLASS": "ceasefires.api.schema.Schema",
    "EXCEPTION_HANDLER": "ceasefires.api.problems.handle",
    "URL_FORMAT_OVERRIDE": None,
    "UNAUTHENTICATED_USER": None,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Ceasefire tracker",
    "VERSION": "1.0.0",
    "DESCRIPTION": (
        "Is this ceasefire holding at an instant, as far as was known then, who says so, "
        "and what would change the answer?"
    ),
    "LICENSE": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": r"/api/v1/",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "POSTPROCESSING_HOOKS": ["ceasefires.api.schema.complete"],
    "COMPONENT_NO_READ_ONLY_REQUIRED": True,
    "COMPONENT_SPLIT_REQUEST": True,
}

TOKEN_FAILURES = env.int("TOKEN_FAILURES", default=30)  # of one address a minute
WRITES_PER_MINUTE = env.int("WRITES_PER_MINUTE", default=600)  # of one user
WHOLE_LISTS_PER_MINUTE = env.int("WHOLE_LISTS_PER_MINUTE", default=60)  # of one client
WHOLE_LISTS = env.int("WHOLE_LISTS", default=2)  # limit=all at once, of each process
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000  # bytes of a body
DATA_UPLOAD_MAX_NUMBER_FIELDS = 11_000  # of a form: 10,000 rows chosen in a list, and the rest
IMPORT_MOST_BYTES = env.int("IMPORT_MOST_BYTES", default=4_000_000_000)  # of a file in a ZIP
IMPORT_UPLOAD_BYTES = env.int("IMPORT_UPLOAD_BYTES", default=20_000_000)  # of a file
FILE_UPLOAD_HANDLERS = [  # files are uploaded to one page alone, to be imported
    "ceasefires.admin.uploading.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# How long clients and proxies may keep an answer (seconds), never past a change by the clock.
API_MAX_AGE = env.int("API_MAX_AGE", default=5)
API_STALE_WHILE_REVALIDATE = env.int("API_STALE_WHILE_REVALIDATE", default=30)
API_STALE_IF_ERROR = env.int("API_STALE_IF_ERROR", default=86_400)

PAGE_CACHE_BYTES = env.int("PAGE_CACHE_BYTES", default=48_000_000)  # of each process; 0: none
METRICS_FROM = [ip_network(each) for each in env.list("METRICS_FROM", default=["127.0.0.1", "::1"])]

# Where the web server is reached, and beside it the process that streams changes.
PORT = int(os.environ.get("PORT") or 8000)
STREAM_PORT = int(os.environ.get("STREAM_PORT") or PORT + 1)
STREAM_URL = env.str("STREAM_URL", default="")
STREAM_CLIENTS = env.int("STREAM_CLIENTS", default=1000)
STREAM_HEARTBEAT = env.float("STREAM_HEARTBEAT", default=15)  # seconds
STREAM_PATIENCE = env.float("STREAM_PATIENCE", default=10)  # seconds
