"""Static files: collected and compressed when they changed, left alone when they did not."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from zhifa.config.environment import Environment


def collect_static(environment: Environment) -> bool:
    """Collect and compress what has changed since the last collection; answers whether there was anything to do.

    Compressing costs most of a second; every start would pay it. The mark is written last, so that a collection cut
    short is done again.
    """
    mark = environment.home / "static.mark"
    state = _state()
    if mark.exists() and mark.read_text(encoding="ascii") == state and any(settings.STATIC_ROOT.iterdir()):
        return False
    call_command("collectstatic", verbosity=0, interactive=False)
    mark.write_text(state, encoding="ascii")
    return True


def _state() -> str:
    """A digest of the name, size and time of every static file."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            time = storage.get_modified_time(path).timestamp()
            digest.update(f"{path}\0{storage.size(path)}\0{time}\n".encode())
    return digest.hexdigest()
