"""The app."""

from django.apps import AppConfig


class LawsConfig(AppConfig):
    """The law library."""

    name = "zhifa.laws"
    label = "laws"
    verbose_name = "法规库"
    default_auto_field = "django.db.models.BigAutoField"
