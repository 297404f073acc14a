"""Fails when a message has no English, or when the catalogue is not in step with the sources."""

import subprocess
import sys
from pathlib import Path

import polib

PATH = Path("src/zhifa/locale/en/LC_MESSAGES/django.po")


def known(path: Path) -> set[str]:
    """The message ids of a catalogue."""
    return {entry.msgid for entry in polib.pofile(str(path)) if not entry.obsolete}


before = PATH.read_text(encoding="utf-8")
ids_before = known(PATH)
subprocess.run([sys.executable, "scripts/make_messages.py"], check=True, capture_output=True)
ids_now = known(PATH)
catalogue = polib.pofile(str(PATH))
PATH.write_text(before, encoding="utf-8")
faults = [f"not in the catalogue (run `make messages`): {text[:60]}" for text in sorted(ids_now - ids_before)]
faults += [f"no longer in the sources: {text[:60]}" for text in sorted(ids_before - ids_now)]
faults += [f"no English: {entry.msgid[:60]}" for entry in catalogue if not entry.translated() or entry.fuzzy]
print("\n".join(faults[:40]) or f"{len(ids_now)} messages, all translated")
sys.exit(bool(faults))
