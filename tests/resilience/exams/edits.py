"""Edits of roster, questions and law in the middle of a sitting, by the services that the pages call; a program of its own does them.

`Editor` starts it in an installation and tells it what to do, line by line. It edits what the papers of one exam stand on: its
candidates' posts, its questions (with another key, so that a grade by the new version would show), the laws that they cite.
"""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.running import ROOT, Zhifa

PATIENCE = 60.0  # seconds for one edit, while the database may be on its way back
CODE = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
import django
django.setup()
from tests.resilience.exams.edits import edit
edit(sys.argv[1], int(sys.argv[2]))
"""
KINDS = (
    "a candidate moves to another unit",
    "a candidate leaves the post",
    "another joins the unit",
    "the unit is renamed",
    "the roster is frozen anew",
    "a question is said anew, with another key",
    "a question is taken out of use",
    "a law is amended",
    "a law is repealed",
)
MARK = "marked"  # not an edit


class Editor:
    """The program that edits, in an installation; `name` is the exam's."""

    def __init__(self, zhifa: Zhifa, name: str, seed: int) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", CODE, name, str(seed)],
            env={**zhifa.environment, "DJANGO_SETTINGS_MODULE": "zhifa.config.settings"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def do(self, kind: str) -> None:
        """One edit, until it is committed."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{(*KINDS, MARK).index(kind)}\n")
        self.process.stdin.flush()
        timer = threading.Timer(PATIENCE, self.process.kill)
        timer.start()
        told = self.process.stdout.readline()
        timer.cancel()
        assert told == "done\n", f"{kind}: {told}"

    def close(self) -> None:
        """No more edits."""
        with self.process:
            self.process.kill()


def edit(name: str, seed: int) -> None:
    """Edit as the lines of standard input say, and print `done` after each commit."""
    from django.db import Error, close_old_connections, connection

    desk = _Desk(name, seed)
    acts: tuple[Callable[[], None], ...] = (
        desk.move, desk.leave, desk.join, desk.rename, desk.freeze, desk.say_anew, desk.retire, desk.amend, desk.repeal,
        desk.mark,
    )  # fmt: skip
    for line in sys.stdin:
        while True:
            try:
                acts[int(line)]()
            except Error:  # the database was struck: again, on something else
                connection.close()
                close_old_connections()
                threading.Event().wait(0.1)
                continue
            break
        print("done", flush=True)


class _Desk:
    """One exam's unit, questions and laws, as clerks edit them."""

    def __init__(self, name: str, seed: int) -> None:
        from zhifa.kernel.actor import Actor

        self.name, self.random, self.count = name, random.Random(seed), seed * 1_000
        self.clerk, self.reader = Actor.system("editing"), Actor.system("reader")

    def move(self) -> None:
        """Out of one post and into one of the other unit."""
        from zhifa.people.api import appoint

        code = self._somebody()
        held = self._end_post(code)
        there = self.name if held is not None and held.post.unit.code != self.name else f"{self.name}他"
        appoint(self.clerk, code, self._post(there), now=_now())

    def leave(self) -> None:
        """Out of the post; who has none comes back first."""
        from zhifa.people.api import appoint

        code = self._somebody()
        if self._end_post(code) is None:
            appoint(self.clerk, code, self._post(self.name), now=_now())
            self._end_post(code)

    def join(self) -> None:
        """Somebody new in the unit, whom the frozen list does not have."""
        from zhifa.people.api import PersonDraft, load_people

        code = f"{self.name}新{self._next()}"
        load_people(self.clerk, [PersonDraft(code, "新来者", (self._post(self.name),))], now=_now())

    def rename(self) -> None:
        """The unit has borne another name since some day."""
        from zhifa.people.api import rename_unit, unit_by_code
        from zhifa.people.models import UnitName

        present = UnitName.objects.get(unit=unit_by_code(self.name), valid_until=None)
        title, on = f"{self.name}局{self._next()}", present.valid_from + timedelta(days=1)
        rename_unit(self.clerk, self.name, title, on=on, document="测试", now=_now())

    def freeze(self) -> None:
        """A later list of the same unit."""
        from zhifa.kernel import clock
        from zhifa.people.api import freeze_roster, unit_by_code

        code = f"{self.name}册{self._next()}"
        freeze_roster(
            self.clerk, code, code, "测试", units=[unit_by_code(self.name)], on=clock.today(), now=_now()
        )

    def say_anew(self) -> None:
        """Options turned round and another key, passed by a second person, in force from today."""
        from zhifa.exams.api import ItemDraft, Question
        from zhifa.exams.rules.questions import question_from
        from zhifa.exams.services.bank import change_item
        from zhifa.exams.services.reviewing import approve_versions
        from zhifa.laws.api import CitationRef

        item = self._question()
        last = item.versions.order_by("-number").first()
        question = question_from(last.content)
        cited = [CitationRef(one.version_id, one.text_id, one.label) for one in last.cited.all()]
        turned = Question("single", f"{question.stem}（改 {self._next()}）", question.options[::-1], ("B",))
        change_item(self.clerk, item.key, ItemDraft(turned, last.topic, citations=cited), now=_now())
        approve_versions(self.reader, [item.key], now=_now())

    def retire(self) -> None:
        """Out of use for good."""
        from zhifa.exams.services.bank import retire_item

        retire_item(self.clerk, self._question().key, "测试停用", now=_now())

    def amend(self) -> None:
        """Another text of a law that questions cite."""
        self._new_text("应当采用书面形式，自然人之间借款另有约定的除外")

    def repeal(self) -> None:
        """The source says of the law that it stands no longer."""
        self._new_text("本法废止", repealed=True)

    def mark(self) -> None:
        """The exam is marked, as from the moment at which it may be."""
        from zhifa.sittings.models import Exam
        from zhifa.sittings.selectors.results import marked_from
        from zhifa.sittings.services.marking import mark_exam

        exam = Exam.objects.get(title=self.name)
        mark_exam(self.clerk, exam.key, now=marked_from(exam))

    def _new_text(self, words: str, *, repealed: bool = False) -> None:
        from tests.resilience.exams.staging import law_text, take_in
        from zhifa.laws.api import Instrument, Version

        laws = list(Instrument.objects.filter(title__startswith=f"{self.name}字第", is_repealed=False))
        title = self.random.choice(laws).title
        newest = Version.objects.filter(instrument__title=title, text_held=True).latest("published_on")
        day = newest.published_on + timedelta(days=self.random.randint(1, 30))
        take_in(law_text(title, day, f"{title}：{words}（{self._next()}）。", repealed=repealed))

    def _question(self) -> Any:
        from zhifa.exams.models import Item

        found = Item.objects.filter(retired_on=None, versions__topic=self.name).distinct().order_by("pk")
        return self.random.choice(list(found))

    def _somebody(self) -> str:
        from zhifa.sittings.models import Candidate

        codes = Candidate.objects.filter(exam__title=self.name).values_list("person__code", flat=True)
        return self.random.choice(sorted(codes))

    def _post(self, unit: str) -> Any:
        from zhifa.kernel import clock
        from zhifa.kernel.actor import Role
        from zhifa.people.api import HoldingDraft

        return HoldingDraft(unit, f"岗位{self._next()}", Role.STAFF, clock.today())

    def _end_post(self, code: str) -> Any:
        """The post that was ended; None where the person had none."""
        from zhifa.kernel import clock
        from zhifa.people.api import Holding
        from zhifa.people.services.persons import end_holding

        rows = Holding.objects.filter(person__code=code, valid_until=None).select_related("post__unit")
        held = rows.first()
        if held is not None:
            end_holding(self.clerk, held.pk, last_day=max(clock.today(), held.valid_from), now=_now())
        return held

    def _next(self) -> int:
        self.count += 1
        return self.count


def _now() -> Any:
    from zhifa.kernel import clock

    return clock.now()
