"""How points follow from a number, and a total from points. docs/mechanisms/assessment.md works the same numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from zhifa.assessment.terms import Direction

ZERO = Decimal(0)


@dataclass(frozen=True)
class Rule:
    """What a number is worth: `weight` points where it reaches `target`; of them `per_step` go for every `step` begun that it falls short
    (or lies above, by `direction`), until none is left. Of a bonus line `per_step` points come for every whole `step` beyond the target,
    up to `weight`."""

    weight: Decimal
    target: Decimal
    step: Decimal
    per_step: Decimal
    direction: str = Direction.AT_LEAST.value
    is_bonus: bool = False


@dataclass(frozen=True)
class Score:
    """Points, whether the target is met (None: nothing was measured), and the arithmetic in words, Chinese as the paper is."""

    points: Decimal
    met: bool | None
    words: str


@dataclass(frozen=True)
class Scored:
    """A line as the total takes it."""

    title: str
    points: Decimal
    is_bonus: bool = False
    must_meet: bool = False
    met: bool | None = None


@dataclass(frozen=True)
class Total:
    """Points of the tree, bonus points as they add up and as the cap leaves them, the sum, and the lines that had to be met and are
    not."""

    base: Decimal
    bonus_before_cap: Decimal
    bonus: Decimal
    failed: tuple[str, ...]

    @property
    def points(self) -> Decimal:
        """Tree and bonus."""
        return self.base + self.bonus


def score(rule: Rule, amount: Decimal | None, unit: str) -> Score:
    """The points of an amount counted in `unit`.

    Example: at least 800 场, weight 40, 2 points for every 20 begun. 735 is 65 short, which is 4 steps: 40 − 8 = 32. 300 is 25
    steps short: nothing is left.
    """
    if amount is None:
        return Score(ZERO, None, "没有数字，不得分。")
    if rule.is_bonus:
        return _bonus(rule, amount, unit)
    least = rule.direction == Direction.AT_LEAST
    aim = f"{amount_words(amount)}{unit}，要求{'不少于' if least else '不多于'}{amount_words(rule.target)}{unit}"
    off = rule.target - amount if least else amount - rule.target
    if off <= 0:
        return Score(rule.weight, True, f"{aim}，达到，得{amount_words(rule.weight)}分。")
    steps = (off / rule.step).to_integral_value(ROUND_CEILING)
    lost = steps * rule.per_step
    points = max(ZERO, rule.weight - lost)
    told = f"{aim}，{'差' if least else '多'}{amount_words(off)}{unit}；每{amount_words(rule.step)}{unit}扣{amount_words(rule.per_step)}分"
    ends = f"应扣{amount_words(lost)}分，扣完为止" if lost > rule.weight else f"扣{amount_words(lost)}分"
    return Score(points, False, f"{told}，{ends}，得{amount_words(points)}分。")


def _bonus(rule: Rule, amount: Decimal, unit: str) -> Score:
    beyond = max(ZERO, amount - rule.target)
    steps = (beyond / rule.step).to_integral_value(ROUND_FLOOR)
    points = min(rule.weight, steps * rule.per_step)
    each = f"每{amount_words(rule.step)}{unit}加{amount_words(rule.per_step)}分"
    told = f"{amount_words(amount)}{unit}，超过{amount_words(rule.target)}{unit}的{each}"
    capped = "，加到上限" if steps * rule.per_step > rule.weight else ""
    return Score(points, amount > rule.target, f"{told}{capped}，加{amount_words(points)}分。")


def total(lines: Iterable[Scored], bonus_cap: Decimal) -> Total:
    """The sum of a tree.

    Example: 32 + 30 + 27 and bonus lines of 25 under a cap of 20: 89 + 20 = 109.
    """
    base = raw = ZERO
    failed = []
    for line in lines:
        if line.is_bonus:
            raw += line.points
        else:
            base += line.points
        if line.must_meet and line.met is not True:
            failed.append(line.title)
    return Total(base, raw, min(raw, bonus_cap), tuple(failed))


def amount_words(amount: Decimal) -> str:
    """Digits grouped by thousands, trailing zeros dropped."""
    text = f"{amount:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
