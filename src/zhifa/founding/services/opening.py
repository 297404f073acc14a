"""The founding district goes out through the gate as everything does: by its demonstration accounts, each step signed.

The clerk drafts and publishes, the director of the office reviews first and decides the openness, the deputy reviews second, the
head of the bureau finally.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from zhifa.accounts.api import Account, Proof, prove_identity
from zhifa.kernel import clock
from zhifa.kernel.actor import Actor
from zhifa.kernel.registry import Publishable, offered
from zhifa.people.api import actor_of
from zhifa.publishing import api as publishing

OPEN = publishing.Said(remarks="属于应当主动公开的普法工作信息（示例）", openness=publishing.Openness.ACTIVE)
SOURCE = "各单位申报，区普法办确认（示例数据）"
# Deeds go out month by month, reports one by one; money by itself, and which unit is late, not at all.
APART = ("deed", "report", "funding-year", "figure-units")
FIGURE = "figure"
# What the article says of money, and the rival beside it: each a decision of its own.
SAID = ("funding.per_head", "funding.growth", "funding.growth_simple")


def publish_district(
    months: Mapping[str, Sequence[str]], *, now: datetime, say: Callable[[str], None]
) -> None:
    """Every figure but those that are decided one by one, of which only what the article says of money; every plan, campaign, honour,
    programme and place, and the deeds of each month as one list."""
    gate = Gate(now)
    things = sheets = 0
    for kind in offered(Publishable):
        if kind.kind not in APART:
            keys = list(kind.ready().order_by("thing_key").values_list("thing_key", flat=True))
            if kind.kind == FIGURE:
                alone = [thing for thing in kind.things(keys) if thing.alone]
                keys = [key for key in keys if key not in {thing.key for thing in alone}]
                for one in (thing for thing in alone if thing.key in SAID):
                    things += gate.let_out(FIGURE, [one.key], one.title)
                    sheets += 1
            things += gate.let_out(kind.kind, keys, f"{kind.title}（第一批）")
            sheets += bool(keys)
    for month, deeds in sorted(months.items()):
        year, number = month.split("-")
        things += gate.let_out("deed", deeds, f"{year} 年 {int(number)} 月普法活动")
        sheets += 1
    say(f"公开：{sheets} 份，经三审和保密审查，共 {things:,} 条")


class Gate:
    """The four people, and the way of one publication past them."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        names = ("clerk", "clerk2", "deputy", "lead")
        accounts = Account.objects.in_bulk(names, field_name="username")
        self.clerk, self.director, self.deputy, self.lead = (
            actor_of(accounts[name], clock.civil_day(now)) for name in names
        )

    def let_out(self, kind: str, keys: Sequence[str], title: str) -> int:
        """Past every step; answers how many things went out."""
        if not keys:
            return 0
        made = publishing.propose(self.clerk, kind, keys, title=title, source=SOURCE, now=self.now)
        number, now = made.pk, self.now
        made = publishing.submit(
            self.clerk, number, proof=self._proof(self.clerk, made, publishing.Move.SUBMIT), now=now
        )
        for reviewer in (self.director, self.deputy, self.lead):
            proof = self._proof(reviewer, made, publishing.Move.PASS)
            made = publishing.pass_on(reviewer, number, proof=proof, now=now)
        proof = self._proof(self.director, made, publishing.Move.OPEN, OPEN)
        made = publishing.decide(self.director, number, OPEN.openness, OPEN.remarks, proof=proof, now=now)
        proof = self._proof(self.clerk, made, publishing.Move.PUBLISH)
        publishing.publish(self.clerk, number, proof=proof, now=now)
        return len(keys)

    def _proof(
        self,
        actor: Actor,
        publication: publishing.Publication,
        move: str,
        said: publishing.Said = publishing.Said(),  # noqa: B008 - frozen
    ) -> Proof:
        assert actor.account_id is not None  # noqa: S101 - sign-ins of the demonstration have accounts
        text = publishing.words_of_move(publication, move, said)
        return prove_identity(actor.account_id, text, now=self.now)
