"""Django settings, derived from the typed environment in `config/env.py` and nowhere else."""

from pathlib import Path
from zlib import crc32

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from rangkul.config.databases import databases_from
from rangkul.config.env import load_env

PACKAGE_DIR = Path(__file__).resolve().parent.parent
BASE_DIR = PACKAGE_DIR.parent.parent
ENV = load_env()

SECRET_KEY = ENV.secret_key
DEBUG = ENV.debug
DEMO = ENV.demo
ALLOWED_HOSTS = list(ENV.allowed_hosts)
DATA_DIR = ENV.data_dir

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "procrastinate.contrib.django",
    # platform: plumbing without the domain
    "rangkul.platform.policy",
    "rangkul.platform.audit",
    "rangkul.platform.tasks",
    "rangkul.platform.files",
    "rangkul.platform.documents",
    "rangkul.platform.importing",
    "rangkul.platform.exporting",
    "rangkul.platform.outbox",
    # rooms, lowest floor first
    "rangkul.reference",
    "rangkul.organisation",
    "rangkul.accounts",
    "rangkul.registry",
    "rangkul.verivali",
    "rangkul.institutions",
    "rangkul.programmes",
    "rangkul.desk",
    "rangkul.delivery",
    "rangkul.insight",
    # doors: pages, one package a room
    "rangkul.web.shared",
    "rangkul.web.accounts",
    "rangkul.web.home",
    "rangkul.web.reference",
    "rangkul.web.organisation",
    "rangkul.web.registry",
    "rangkul.web.verivali",
    "rangkul.web.imports",
    "rangkul.web.exports",
    "rangkul.web.institutions",
    "rangkul.web.programmes",
    "rangkul.web.desk",
    "rangkul.web.delivery",
    "rangkul.web.insight",
    "rangkul.web.platform",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "rangkul.web.shared.middleware.ActorMiddleware",
]

ROOT_URLCONF = "rangkul.config.urls"
WSGI_APPLICATION = "rangkul.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.messages.context_processors.messages",
                "rangkul.web.shared.context.frame",
            ],
        },
    }
]

FORM_RENDERER = "rangkul.web.shared.form_renderer.QuickRenderer"

DATABASES = databases_from(ENV, test_name=f"test_rangkul_{crc32(str(BASE_DIR).encode()):08x}")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["rangkul.accounts.backends.DutyBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "web:accounts:sign-in"
LOGIN_REDIRECT_URL = "web:home:worklist"
LOGOUT_REDIRECT_URL = "web:home:front"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("Inggris"))]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
USE_TZ = True
TIME_ZONE = ENV.time_zone

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_MANIFEST_STRICT = False
MEDIA_ROOT = DATA_DIR / "files"

SESSION_ENGINE = "rangkul.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
PROXIES = ENV.proxies
SOURCE_URL = ENV.source_url
if ENV.is_https:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # deciding a batch sends three fields a line

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": ENV.log_level},
    # Two jobs a minute would bury what the operator has to read.
    "loggers": {"procrastinate": {"level": "WARNING" if ENV.log_level == "INFO" else ENV.log_level}},
}

PROCRASTINATE_ON_APP_READY = "rangkul.platform.tasks.worker.on_app_ready"
