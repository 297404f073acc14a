"""Brings the translation catalogue in step with the sources; what is new stands untranslated.

The words of figure definitions are data: they stand in the catalogue as the mechanisms offer them.
"""

import os
import subprocess
import sys
from pathlib import Path

import django
import polib

PATH = Path("src/zhifa/locale/en/LC_MESSAGES/django.po")
WIDE = 100_000

known = {entry.msgid: entry.msgstr for entry in polib.pofile(str(PATH))}
subprocess.run(
    [
        sys.executable, "../../manage.py", "makemessages", "-l", "en", "--no-location", "--no-wrap",
        "--no-obsolete", "--ignore", "static",
    ],
    cwd="src/zhifa",
    check=True,
)  # fmt: skip
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhifa.config.settings")
sys.path.insert(0, "src")
django.setup()
from zhifa.figures.api import definition_words  # noqa: E402 - needs Django

catalogue = polib.pofile(str(PATH), wrapwidth=WIDE)
standing = {entry.msgid for entry in catalogue}
catalogue.extend(
    polib.POEntry(msgid=words, msgstr=known.get(words, ""))
    for words in definition_words()
    if words not in standing
)
catalogue.save()
open_entries = [entry for entry in catalogue if not entry.translated() or entry.fuzzy]
print(f"{len(catalogue)} messages, {len(open_entries)} to translate")
