"""Gradient-boosted trees as arrays: what LightGBM learned, answered without LightGBM."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhifa.laws.rules.retrieval.bm25 import Floats


@dataclass(frozen=True)
class Trees:
    """Trees (rows) of nodes: node n asks whether feature `features[t, n]` ≤ `limits[t, n]` and goes to `left` or `right`; a
    child below 0 is the leaf `~child`, whose value is in `leaves[t]`. Missing values do not occur."""

    features: NDArray[np.int16]
    limits: NDArray[np.float64]
    left: NDArray[np.int16]
    right: NDArray[np.int16]
    leaves: Floats

    def values(self, rows: Floats) -> Floats:
        """The sum over all trees for each row of features."""
        count = len(self.features)
        trees = np.arange(count)[None, :]
        node = np.zeros((len(rows), count), dtype=np.int16)
        leaf = np.zeros_like(node)
        open_ = node >= 0
        lines = np.arange(len(rows))[:, None]
        while open_.any():
            at = np.where(open_, node, 0)
            goes_left = rows[lines, self.features[trees, at]] <= self.limits[trees, at]
            following = np.where(goes_left, self.left[trees, at], self.right[trees, at])
            node = np.where(open_, following, node)
            open_ = node >= 0
        leaf = ~node
        summed: Floats = self.leaves[trees, leaf].sum(axis=1, dtype=np.float32)
        return summed


def trees_of(dumped: Mapping[str, Any], share: float = 1.0) -> Trees:
    """Trees from `Booster.dump_model()`. A tree that is one leaf becomes a node whose both sides are
    that leaf. Leaves count `share` of their value."""
    read = [_tree(one["tree_structure"]) for one in dumped["tree_info"]]
    nodes = max(len(tree[0]) for tree in read)
    leaves = max(len(tree[1]) for tree in read)
    table = np.zeros((len(read), nodes, 4))
    values = np.zeros((len(read), leaves), dtype=np.float32)
    for number, (splits, ends) in enumerate(read):
        table[number, : len(splits)] = splits
        values[number, : len(ends)] = ends
    return Trees(
        table[:, :, 0].astype(np.int16),
        table[:, :, 1],
        table[:, :, 2].astype(np.int16),
        table[:, :, 3].astype(np.int16),
        values * np.float32(share),
    )


def _tree(root: Mapping[str, Any]) -> tuple[list[tuple[float, ...]], list[float]]:
    splits: list[tuple[float, ...]] = []
    leaves: list[float] = []

    def take(node: Mapping[str, Any]) -> int:
        if "leaf_value" in node:
            leaves.append(float(node["leaf_value"]))
            return ~(len(leaves) - 1)
        place = len(splits)
        splits.append(())
        left, right = take(node["left_child"]), take(node["right_child"])
        splits[place] = (node["split_feature"], node["threshold"], left, right)
        return place

    if take(root) < 0:
        splits.append((0, 0.0, ~0, ~0))
    return splits, leaves
