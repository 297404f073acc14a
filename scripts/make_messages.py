"""Brings the translation catalogue in step with the sources; what is new stands untranslated."""

import subprocess
import sys
from pathlib import Path

import polib

subprocess.run(
    [
        sys.executable, "../../manage.py", "makemessages", "-l", "en", "--no-location", "--no-wrap",
        "--no-obsolete", "--ignore", "static",
    ],
    cwd="src/zhifa",
    check=True,
)  # fmt: skip
catalogue = polib.pofile(str(Path("src/zhifa/locale/en/LC_MESSAGES/django.po")))
open_entries = [entry for entry in catalogue if not entry.translated() or entry.fuzzy]
print(f"{len(catalogue)} messages, {len(open_entries)} to translate")
