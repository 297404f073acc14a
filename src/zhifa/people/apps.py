"""People as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Areas, units, posts, people."""

    name = "zhifa.people"
    label = "people"
    verbose_name = _("主体")
