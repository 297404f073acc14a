"""The components and filters that every page may use; a builtin of the template engine."""

from __future__ import annotations

from django import template

register = template.Library()
