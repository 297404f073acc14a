"""Writes the words that the offline checker keeps: labels of codes, units, fields of sources, as the mechanisms offer them."""

import json
import os
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhifa.config.settings")
django.setup()

from zhifa.reports.tests.test_words import words_offered  # noqa: E402 - Django first

PATH = Path("verify/zhifa_verify/words.json")
PATH.write_text(
    json.dumps(words_offered(), ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
)
