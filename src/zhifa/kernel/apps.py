"""The kernel as a Django app; at start-up it collects what every mechanism offers."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class KernelConfig(AppConfig):
    """Collects `OFFERS` from each mechanism's `offers.py` into the registry, once all models are loaded."""

    name = "zhifa.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Collect the offers in the ladder's order, so that menus and lists read like the tree."""
        from zhifa.kernel import among, registry  # noqa: F401 - models must be loaded first; `among` makes itself known

        registry.clear()
        for config in apps.get_app_configs():
            module = f"{config.name}.offers"
            if config.name.startswith("zhifa.") and find_spec(module) is not None:
                registry.offer(*import_module(module).OFFERS)
