"""Every setting, read from the environment, by subject. `.env.example` lists the variables."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import env
from config.back_office import *  # noqa: F403  # Sign-in of staff and the theme.
from config.languages import *  # noqa: F403

# --- Where and how we run ---------------------------------------------------------------------
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.read_text("VAR_DIR", str(BASE_DIR / "var"))).resolve()
ENVIRONMENT = env.read_choice("ENVIRONMENT", "development", ("development", "production"))
PRODUCTION = ENVIRONMENT == "production"
PORT = env.read_whole_number("PORT", 8000, minimum=1, maximum=65534)
# The sandbox is the stand-in for every outside service; never installed in production.
SANDBOX = env.read_flag("SANDBOX", default=not PRODUCTION)
if PRODUCTION and SANDBOX:
    raise ImproperlyConfigured("SANDBOX=on is refused when ENVIRONMENT=production.")
SANDBOX_URL = env.read_url("SANDBOX_URL", f"http://127.0.0.1:{PORT + 1}")
PUBLIC_URL = env.read_url("PUBLIC_URL", "" if PRODUCTION else f"http://127.0.0.1:{PORT}")

# --- Security ---------------------------------------------------------------------------------
DEBUG = env.read_flag("DEBUG", default=False)
SECRET_KEY = (
    env.read_text("SECRET_KEY")
    if PRODUCTION
    else env.read_or_make_secret("SECRET_KEY", VAR_DIR / "secret_key")
)
if len(SECRET_KEY) < 40:
    raise ImproperlyConfigured("SECRET_KEY must be set to 40 or more random characters.")
SECRET_KEY_FALLBACKS = env.read_words("SECRET_KEY_FALLBACKS")
# Keys that seal secrets at rest, newest first; any text. Without one the SECRET_KEYs are used.
SEALING_KEYS = env.read_words("SEALING_KEYS") or [SECRET_KEY, *SECRET_KEY_FALLBACKS]
ALLOWED_HOSTS = env.read_hosts("ALLOWED_HOSTS", "" if PRODUCTION else "*")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "payment_links.checkout.csrf.refuse_form"
if env.read_flag("TRUST_X_FORWARDED_PROTO", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
TRUST_X_FORWARDED_FOR = env.read_flag("TRUST_X_FORWARDED_FOR", default=False)
ALLAUTH_TRUSTED_PROXY_COUNT = int(TRUST_X_FORWARDED_FOR)
# Staff without a second factor get no further than to the page where they add one.
STAFF_MFA_REQUIRED = env.read_flag("STAFF_MFA_REQUIRED", default=PRODUCTION)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
SECURE_SSL_REDIRECT = env.read_flag("SECURE_SSL_REDIRECT", default=PRODUCTION)
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        # form-action differs: payment_links/checkout/headers.py for payers, none for staff.
    },
}

# --- Application ------------------------------------------------------------------------------
INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "payment_links",
    "invoicing",
    *(["payment_links.sandbox"] if SANDBOX else []),
    "config.apps.BackOfficeConfig",
    "django.contrib.auth",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "anymail",
    "csp",
]
MIDDLEWARE = [
    "payment_links.api.request_id.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "payment_links.checkout.headers.PayerHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "payment_links.languages.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = False  # A redirect to a trailing slash turns a PUT into a lost GET.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024 + 1  # One byte more, so that the API itself answers 413.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1100  # Crediting a part: two for each of at most 500 lines.

# --- Database ---------------------------------------------------------------------------------
# SQLite: IMMEDIATE locks when it begins, WAL lets readers go on, a REPLACE meets the triggers too.
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA recursive_triggers=1",
}
default_database = env.read_database("DATABASE_URL", f"sqlite:///{VAR_DIR}/payment_links.sqlite3")
if default_database["ENGINE"].endswith("sqlite3"):
    if PRODUCTION:
        raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL in production.")
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    default_database["OPTIONS"] = SQLITE_OPTIONS
# Opened per request, a connection costs more than the request; SQLite's also writes its log back.
KEPT_CONNECTIONS = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DATABASES = {"default": default_database | KEPT_CONNECTIONS}
if SANDBOX:
    # What happens outside is remembered outside: its tables never share a file with ours.
    DATABASES["sandbox"] = KEPT_CONNECTIONS | {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR_DIR / "sandbox.sqlite3",
        "OPTIONS": SQLITE_OPTIONS,
    }
    DATABASE_ROUTERS = ["payment_links.sandbox.router.SandboxRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# What must hold for all processes together, guesses of passwords and used codes, is counted in the
# database; the API's throttles per process. No request waits for yet another server.
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_counts",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},  # Wrong codes push no guessed passwords out.
    },
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

# --- Language and time ------------------------------------------------------------------------
LOCALE_PATHS = [BASE_DIR / "payment_links" / "locale", BASE_DIR / "invoicing" / "locale"]
TIME_ZONE = "Europe/Stockholm"

# --- Static files and documents ---------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "media"},
    },
    "documents": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "documents", "file_permissions_mode": 0o400},
    },
    # Hashing and compressing takes half a minute: production does it once, in its image.
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION

# --- Jobs -------------------------------------------------------------------------------------
CELERY_BROKER_URL = env.read_text("BROKER_URL", f"redis+socket://{VAR_DIR}/redis.sock")
CELERY_TASK_IGNORE_RESULT = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 3,
    "health_check_interval": 25,
}
CELERY_TASK_DEFAULT_QUEUE = "critical"
CELERY_TASK_ROUTES = {
    "payment_links.distribution.*": {"queue": "notify"},
    "payment_links.staff_mail.*": {"queue": "notify"},
    "payment_links.status_callbacks.*": {"queue": "notify"},
    **{f"payment_links.{room}.*": {"queue": "bulk"} for room in ("logos", "batches")},
    "invoicing.documents.store_document": {"queue": "pdf"},
    "invoicing.receipts.*": {"queue": "bulk"},
    "invoicing.bookkeeping.*": {"queue": "bulk"},
}
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90

# --- Outside services -------------------------------------------------------------------------
# SANDBOX=off is all it takes to reach the real ones.
PAYMENTS_API_URL = env.read_url(
    "PAYMENTS_API_URL",
    f"{SANDBOX_URL}/payments/api/v1" if SANDBOX else "https://pingpayments.com/payments/api/v1",
)
SMS_PROVIDER = env.read_choice("SMS_PROVIDER", "46elks", ("46elks", "twilio"))
SMS_API_URL = env.read_url(
    "SMS_API_URL", f"{SANDBOX_URL}/a1" if SANDBOX else "https://api.46elks.com/a1"
)
SMS_API_USERNAME = env.read_text("SMS_API_USERNAME", "sandbox" if SANDBOX else "")
SMS_API_PASSWORD = env.read_text("SMS_API_PASSWORD", "sandbox" if SANDBOX else "")
EMAIL_BACKEND = env.read_text("EMAIL_BACKEND", "anymail.backends.postmark.EmailBackend")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.read_text("DEFAULT_FROM_EMAIL", "payment-links@example.com")
# Where payers write when a page does not work for them; /pay/accessibility shows it.
ACCESSIBILITY_EMAIL = env.read_text("ACCESSIBILITY_EMAIL", DEFAULT_FROM_EMAIL)
POSTMARK_API_URL = env.read_url(
    "POSTMARK_API_URL", f"{SANDBOX_URL}/postmark" if SANDBOX else "https://api.postmarkapp.com"
)
ANYMAIL = {
    "POSTMARK_SERVER_TOKEN": env.read_text("POSTMARK_SERVER_TOKEN", "sandbox" if SANDBOX else ""),
    "POSTMARK_API_URL": f"{POSTMARK_API_URL}/",
    "WEBHOOK_SECRET": env.read_text(
        "POSTMARK_WEBHOOK_SECRET", "sandbox:sandbox" if SANDBOX else ""
    ),
    "REQUESTS_TIMEOUT": (3, 10),
}
# Hosts that may be called back although they are private addresses: the demo calls itself.
PRIVATE_HOSTS_ALLOWED = env.read_words(
    "PRIVATE_HOSTS_ALLOWED", "127.0.0.1,localhost" if SANDBOX else ""
)
# What seed_demo calls; it puts together what the applications may not know of each other.
DEMO_DATA = "config.demo.seed"
# Where the sandbox's clock says how many days the demo has been moved on.
CLOCK_FILE = VAR_DIR / "clock" if SANDBOX else None

# --- API --------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["payment_links.api.authentication.TenantAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["payment_links.api.authentication.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["payment_links.api.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "payment_links.api.errors.handle_exception",
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_METADATA_CLASS": None,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Payment Links API",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SCHEMA_PATH_PREFIX": r"/api/v1",
}

# --- Logs -------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "payment_links.api.request_id.RequestIdFilter"}},
    "formatters": {
        "log": {
            "()": "payment_links.api.log_lines.MaskingFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s",
        },
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "log", "filters": ["request_id"]}
    },
    "root": {"handlers": ["console"], "level": env.read_text("LOG_LEVEL", "INFO")},
    "loggers": {
        "httpx2": {"level": "WARNING"},
        "django.server": {"handlers": ["console"], "propagate": False},
    },
}
