"""The one typed reader of the environment; every setting an administrator can turn stands here."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Environment:
    """What the environment says, read once.

    `home` holds the embedded database, evidence, keys and the search index. `database_url` is empty when
    the embedded PostgreSQL serves.
    """

    home: Path
    database_url: str
    database_name: str
    host: str
    port: int
    debug: bool
    allowed_hosts: tuple[str, ...]
    public_url: str
    oidc_server: str
    oidc_client: str
    oidc_secret: str
    mail_url: str
    notice_channels: tuple[str, ...]
    evidence_bucket: str
    evidence_max_mb: int
    witnesses: tuple[Path, ...]

    @property
    def is_rehearsal(self) -> bool:
        """Whether this home was restored for a rehearsal: nothing is sealed in it and no message leaves it."""
        return (self.home / REHEARSAL).exists()

    log_networks: tuple[str, ...]

    @property
    def postgres_folder(self) -> Path:
        """Where the embedded PostgreSQL keeps its cluster."""
        return self.home / "postgres"

    @property
    def keys_folder(self) -> Path:
        """Where the secret key, the encryption key and the ledger's signing key live (mode 700)."""
        return self.home / "keys"


REHEARSAL = "rehearsal"  # a file of the home: its presence makes it a rehearsal
PROJECT = Path(__file__).resolve().parents[3]  # the checkout: the home does not move with the shell

# Loopback and the private ranges (RFC 1918, RFC 4193): who stands there may follow the log.
INTERNAL = "127.0.0.0/8,::1/128,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7"


def read_environment() -> Environment:
    """Read `ZHIFA_*`; every variable has a default that suits one ordinary host."""
    port = int(os.environ.get("ZHIFA_PORT", "8000"))
    host = os.environ.get("ZHIFA_HOST", "127.0.0.1")
    return Environment(
        home=Path(os.environ.get("ZHIFA_HOME", str(PROJECT / ".zhifa"))).expanduser().resolve(),
        database_url=os.environ.get("ZHIFA_DATABASE_URL", ""),
        database_name=os.environ.get("ZHIFA_DATABASE_NAME", "zhifa"),
        host=host,
        port=port,
        debug=os.environ.get("ZHIFA_DEBUG", "") == "1",
        allowed_hosts=tuple(name for name in os.environ.get("ZHIFA_ALLOWED_HOSTS", "").split(",") if name),
        public_url=os.environ.get("ZHIFA_PUBLIC_URL", f"http://{host}:{port}"),
        oidc_server=os.environ.get("ZHIFA_OIDC_SERVER", ""),
        oidc_client=os.environ.get("ZHIFA_OIDC_CLIENT", ""),
        oidc_secret=os.environ.get("ZHIFA_OIDC_SECRET", ""),
        mail_url=os.environ.get("ZHIFA_MAIL_URL", ""),
        notice_channels=tuple(
            name for name in os.environ.get("ZHIFA_NOTICE_CHANNELS", "").split(",") if name
        ),
        evidence_bucket=os.environ.get("ZHIFA_EVIDENCE_BUCKET", ""),
        evidence_max_mb=int(os.environ.get("ZHIFA_EVIDENCE_MAX_MB", "50")),
        witnesses=tuple(
            Path(name).expanduser().resolve()
            for name in os.environ.get("ZHIFA_WITNESS", "").split(",")
            if name
        ),
        log_networks=tuple(
            word.strip() for word in os.environ.get("ZHIFA_LOG_NETWORKS", INTERNAL).split(",") if word.strip()
        ),
    )
