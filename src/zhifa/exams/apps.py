"""Exams as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExamsConfig(AppConfig):
    """考法."""

    name = "zhifa.exams"
    label = "exams"
    verbose_name = _("考法")
