"""The text of a plan as it is signed: every line follows from the plan's rows, so that anyone can write it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhifa.kernel.clock import day_in_chinese


@dataclass(frozen=True)
class TaskWords:
    """A yearly task in words: which year, what, how much of which unit by which figure, until when."""

    year: int
    title: str
    target: Decimal
    unit: str
    figure: str
    due_on: date


@dataclass(frozen=True)
class GoalWords:
    """A goal with its tasks."""

    title: str
    tasks: tuple[TaskWords, ...]


def plan_text(title: str, since: date, until: date, document: str, goals: Sequence[GoalWords]) -> str:
    """The plan as text: title, years, document, goals in order, under each its tasks by year. Always in Chinese."""
    lines = [title, f"期限：{day_in_chinese(since)}至{day_in_chinese(until)}", f"依据：{document}", ""]
    for number, goal in enumerate(goals, start=1):
        lines.append(f"目标{number}　{goal.title}")
        lines += [f"　{task_line(task)}" for task in sorted(goal.tasks, key=lambda task: task.year)]
    return "\n".join(lines)


def task_line(task: TaskWords) -> str:
    """A task as one line of the text: 2026 年：办好法治讲座，不少于 1,200 场（以“法治讲座”计），2026年12月31日前完成。"""
    amount = f"不少于 {_plain(task.target)} {task.unit}（以“{task.figure}”计）"
    return f"{task.year} 年：{task.title}，{amount}，{day_in_chinese(task.due_on)}前完成。"


def campaign_text(  # noqa: PLR0917
    title: str, kind: str, since: date, until: date, lead: str, laws: Sequence[str] = ()
) -> str:
    """A campaign as the gate reviews it."""
    lines = [
        title,
        f"种类：{kind}",
        f"时间：{day_in_chinese(since)}至{day_in_chinese(until)}",
        f"牵头单位：{lead}" if lead else "",
        f"宣传的法律：{'、'.join(laws)}" if laws else "",
    ]
    return "\n".join(line for line in lines if line)


def honour_text(title: str, year: int, level: str, awarded_by: str, awarded_on: date, document: str) -> str:  # noqa: PLR0917
    """An honour as the gate reviews it."""
    return "\n".join(
        [
            title,
            f"年度：{year}",
            f"级别：{level}",
            f"授予单位：{awarded_by}",
            f"授予日期：{day_in_chinese(awarded_on)}",
            f"依据文件：{document}",
        ]
    )


def _plain(amount: Decimal) -> str:
    text = f"{amount:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
