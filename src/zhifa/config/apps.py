"""Config as an app: it owns the management commands that concern the whole house."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Holds `doctor` and `init`; no tables."""

    name = "zhifa.config"
    label = "config"
