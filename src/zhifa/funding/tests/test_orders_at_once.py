"""Orders that compete for the same money."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from zhifa.funding.api import commit_money
from zhifa.funding.errors import MoneyNotThere
from zhifa.funding.models import Item, Posting
from zhifa.funding.selectors import standings
from zhifa.funding.tests.conftest import ITEM, NOW, SYSTEM, make_here, paper, year_with


def test_of_a_hundred_orders_at_once_only_those_go_through_for_which_there_is_money(
    transactional_db: None,
) -> None:
    """700,000 元 and a hundred orders of 10,000 over eight connections: seventy are bound, thirty refused, not one over."""
    make_here()
    year_with(2016, "700000")

    def order(number: int) -> bool:
        try:
            commit_money(SYSTEM, ITEM, paper("10000", party=f"公司{number}"), now=NOW)
        except MoneyNotThere:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(8) as pool:
        went = list(pool.map(order, range(100)))
    assert went.count(True) == 70
    assert standings(Item.objects.all())[Item.objects.get().pk].left == 0
    assert len(set(Posting.objects.values_list("number", flat=True))) == 71
