"""Every environment variable that the software reads, in one place.

Read once by `settings()`; a `.env` file beside the code is read first if present (real
environment variables win). `docs/operations.md` lists them; a test keeps the list complete.
"""

from __future__ import annotations

import base64
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """A setting is missing or makes no sense; the message says which and what to do."""


@dataclass(frozen=True)
class Settings:
    """The values in force. Attribute names are the variables' names in lower case."""

    var_dir: Path
    database_url: str
    redis_url: str | None
    rasa_url: tuple[str, ...]
    """Addresses of the Rasa processes; a name that stands for several machines is all of them."""
    gateway_host: str
    gateway_port: int
    secret_key: str
    demo: bool
    """Demo mode: a fictitious utility, codes shown on a demo phone. Never in production."""
    action_server_url: str | None
    """Unset: actions run inside the Rasa process. Set: an ordinary `rasa run actions` server."""
    widget_origins: tuple[str, ...]
    """Origins of pages that may embed the widget, besides the gateway's own."""
    public_url: str
    """Where subscribers reach the gateway; used in links."""
    staff_password: str | None
    telegram_token: str | None
    telegram_webhook_url: str | None
    telegram_webhook_secret: str | None
    telegram_api_base: str
    telegram_rate: int
    """Messages a second of the bot, replies and campaigns together; Telegram allows about 30."""
    sms_provider_url: str | None
    """Unset: SMS go to the demo phone (demo mode) or fail plainly (otherwise)."""
    sms_provider_token: str | None
    sms_sender_name: str
    sms_rate: int
    """SMS a second that the provider takes."""
    sms_report_secret: str | None
    """Part of the address where the provider reports what became of SMS; unset: there is none."""
    attachment_max_mb: int
    """Largest file that a subscriber may send, in megabytes."""
    attachment_max_count: int
    """Files of one conversation in 24 hours."""
    attachment_scanner: str | None
    """Command that scans a file whose path is put behind it; unset: files are not scanned."""
    smtp_url: str | None
    """For example smtp://user:password@host:587 or smtps://…; unset as for SMS."""
    mail_from: str
    mail_rate: int
    """E-mails a second that the mail server takes."""
    bounces_url: str | None
    """Mailbox that returned mails come to: imaps://user:password@host/INBOX or a Maildir's path."""
    webhook_url: str | None
    """Where the utility hears of applied updates and new cases; unset: nowhere."""
    webhook_secret: str | None
    """Signs what is sent there."""
    kafka_brokers: str | None
    """Where transcripts and metrics are published, `host:port` separated by commas; unset: off."""
    kafka_topics: str
    """What the topics' names begin with."""
    kafka_config: str | None
    """File of librdkafka's properties (TLS, user, password), a `name=value` a line."""


def _secret_key(env: dict[str, str], var_dir: Path, demo: bool) -> str:
    """The key from the environment, or in demo mode one made once and kept in `var/`."""
    if env.get("SECRET_KEY"):
        if len(env["SECRET_KEY"]) < 32:
            raise SettingsError("SECRET_KEY must have at least 32 characters.")
        return env["SECRET_KEY"]
    if not demo:
        raise SettingsError(
            "SECRET_KEY is not set. Make one with: "
            "python -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    path = var_dir / "secret_key"
    var_dir.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def _addresses(value: str) -> tuple[str, ...]:
    """URLs separated by spaces or commas."""
    return tuple(url.rstrip("/") for url in value.replace(",", " ").split())


def _is_signing_key(secret: str) -> bool:
    try:
        return len(base64.b64decode(secret.removeprefix("whsec_"), validate=True)) >= 24
    except ValueError:
        return False


def _webhook(env: dict[str, str], demo: bool) -> tuple[str | None, str | None]:
    """Address and secret of the webhook: both or none, and nothing readable on the way."""
    url, secret = env.get("WEBHOOK_URL"), env.get("WEBHOOK_SECRET")
    if url is None:
        return None, None
    if not _is_signing_key(secret or ""):
        raise SettingsError(
            "WEBHOOK_SECRET must be base64 of at least 24 bytes. Make one with: "
            "openssl rand -base64 32"
        )
    if not url.startswith(("https://", "http://") if demo else "https://"):
        raise SettingsError("WEBHOOK_URL must begin with https://: it is sent personal values.")
    return url, secret


def _report_secret(env: dict[str, str]) -> str | None:
    secret = env.get("SMS_REPORT_SECRET")
    if secret is not None and not (len(secret) >= 32 and secret.isascii() and secret.isalnum()):
        raise SettingsError(
            "SMS_REPORT_SECRET must be 32 letters and digits or more: it stands in an address. "
            "Make one with: openssl rand -hex 24"
        )
    return secret


def _number(env: dict[str, str], name: str, default: str) -> int:
    value = env.get(name, default)
    if not value.isdecimal():
        raise SettingsError(f"{name} must be a number, not {value!r}.")
    return int(value)


def read_dotenv(path: Path) -> dict[str, str]:
    """`KEY=value` lines of a file; blank lines and `#` comments are skipped."""
    if not path.is_file():
        return {}
    pairs = (line.partition("=") for line in path.read_text(encoding="utf-8").splitlines())
    return {
        key.strip(): value.strip().strip("\"'")
        for key, separator, value in pairs
        if separator and not key.lstrip().startswith("#")
    }


def read_settings(environ: dict[str, str]) -> Settings:
    """Settings from a mapping of environment variables.

    Raises:
        SettingsError: a value that makes no sense, or no `SECRET_KEY` outside demo mode.
    """
    env = {key: value for key, value in environ.items() if value != ""}
    demo = env.get("DEMO", "1") == "1"
    var_dir = Path(env.get("VAR_DIR", ROOT / "var"))
    port = _number(env, "GATEWAY_PORT", "8080")
    webhook_url, webhook_secret = _webhook(env, demo)
    return Settings(
        var_dir=var_dir,
        database_url=env.get("DATABASE_URL", f"sqlite:///{var_dir / 'bot.db'}"),
        redis_url=env.get("REDIS_URL"),
        rasa_url=_addresses(env.get("RASA_URL", "http://127.0.0.1:5005")),
        gateway_host=env.get("GATEWAY_HOST", "127.0.0.1"),
        gateway_port=port,
        secret_key=_secret_key(env, var_dir, demo),
        demo=demo,
        action_server_url=env.get("ACTION_SERVER_URL"),
        widget_origins=_addresses(env.get("WIDGET_ORIGINS", "")),
        public_url=env.get("PUBLIC_URL", f"http://127.0.0.1:{port}").rstrip("/"),
        staff_password=env.get("STAFF_PASSWORD"),
        telegram_token=env.get("TELEGRAM_TOKEN"),
        telegram_webhook_url=env.get("TELEGRAM_WEBHOOK_URL"),
        telegram_webhook_secret=env.get("TELEGRAM_WEBHOOK_SECRET"),
        telegram_api_base=env.get("TELEGRAM_API_BASE", "https://api.telegram.org").rstrip("/"),
        telegram_rate=_number(env, "TELEGRAM_RATE", "30"),
        sms_provider_url=env.get("SMS_PROVIDER_URL"),
        sms_provider_token=env.get("SMS_PROVIDER_TOKEN"),
        sms_sender_name=env.get("SMS_SENDER_NAME", "Mushtarik"),
        sms_rate=_number(env, "SMS_RATE", "50"),
        sms_report_secret=_report_secret(env),
        bounces_url=env.get("BOUNCES_URL"),
        attachment_max_mb=_number(env, "ATTACHMENT_MAX_MB", "10"),
        attachment_max_count=_number(env, "ATTACHMENT_MAX_COUNT", "20"),
        attachment_scanner=env.get("ATTACHMENT_SCANNER"),
        smtp_url=env.get("SMTP_URL"),
        mail_from=env.get("MAIL_FROM", "no-reply@mushtarik.example"),
        webhook_url=webhook_url,
        webhook_secret=webhook_secret,
        mail_rate=_number(env, "MAIL_RATE", "20"),
        kafka_brokers=env.get("KAFKA_BROKERS"),
        kafka_topics=env.get("KAFKA_TOPICS", "mushtarik"),
        kafka_config=env.get("KAFKA_CONFIG"),
    )


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read at the first call."""
    return read_settings({**read_dotenv(ROOT / ".env"), **os.environ})
