"""`zhifa-verify [--key district.pub] bundle.json`: 0 all right, 1 something does not fit, 2 consistent without a key."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from zhifa_verify.algebra import compute
from zhifa_verify.log import (
    Wrong,
    canonical,
    digest_of,
    head_of,
    leaf_hash,
    must_be_signed,
    root_by_path,
    root_of,
)
from zhifa_verify.records import World, world_of

FORMAT = "zhifa-bundle/1"
PARTS = {"format", "mark", "district", "checkpoint", "definitions", "figures", "entries"}
FIGURE_PARTS = {"code", "name", "unit", "value", "since", "until", "definition_version", "record_count"}
NOT_SHOWN = (
    "：依据的参加记录不在包内，只有承诺（not recomputed: rests on rows that the ledger only commits to）"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Check a bundle and say what was found."""
    parser = argparse.ArgumentParser(
        prog="zhifa-verify", description="核对知法的证明包（check a Zhifa proof bundle）"
    )
    parser.add_argument("bundle", type=Path)
    parser.add_argument(
        "--key", type=Path, help="公钥文件，从另一途径取得（the public key, from a second source）"
    )
    chosen = parser.parse_args(arguments)
    try:
        content = chosen.bundle.read_bytes()
        bundle = json.loads(content)
        if bundle.get("mark"):
            print(f"【{bundle['mark']}】")
        lines = check(bundle, content)
        if chosen.key is not None:
            must_be_signed(bundle["checkpoint"], chosen.key.read_text("utf-8"))
    except Wrong as wrong:
        print(f"× {wrong}")
        return 1
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, OSError, RecursionError) as error:
        print(f"× the bundle cannot be read: {type(error).__name__}: {error}")
        return 1
    print("\n".join(lines))
    if chosen.key is None:
        print("一致，但没有核对签名：请用 --key 给出公钥（consistent, signer not verified）")
        return 2
    print("✓ 全部相符（everything fits）")
    return 0


def check(bundle: dict[str, Any], content: bytes) -> list[str]:
    """The findings, a line a figure; raises Wrong at the first thing that does not fit."""
    if bundle.get("format") != FORMAT:
        raise Wrong(f"this is no {FORMAT}")
    if canonical(bundle) != content:
        raise Wrong("the bundle is not in its canonical form")
    head = head_of(bundle["checkpoint"])
    if bundle.get("mark") and not any(bundle["mark"] in line for line in head.extensions):
        raise Wrong("the bundle is marked a demonstration, the checkpoint is not")
    if not bundle.get("mark") and head.extensions:
        raise Wrong("the checkpoint carries a mark that the bundle leaves out")
    if head.origin != f"zhifa/{bundle['district']}{'-demonstration' if bundle.get('mark') else ''}":
        raise Wrong(f"the log {head.origin} is not that of {bundle['district']}")
    if set(bundle) != PARTS:
        raise Wrong("the bundle has parts missing or too many")
    if {figure["code"] for figure in bundle["figures"]} != set(bundle["definitions"]):
        raise Wrong("definitions and figures do not belong together")
    world = world_of(_entries(bundle, head.size, head.root))
    lines = [f"{head.origin}：{len(bundle['entries'])} 条记录在 {head.size} 条的日志里"]
    for figure in bundle["figures"]:
        lines.append(_figure(bundle, world, figure))
    return lines


def _entries(
    bundle: dict[str, Any], size: int, root: bytes
) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """The entries in the log's order, each proven, each sheet's rows fitting its root."""
    found = []
    last = -1
    for one in bundle["entries"]:
        if set(one) - {"rows"} != {"entry", "index", "path"} or len(one) > 4:
            raise Wrong("an entry has parts missing or too many")
        if one["index"] <= last:
            raise Wrong("entries are doubled or out of order")
        last = one["index"]
        path = [digest_of(part) for part in one["path"]]
        if root_by_path(leaf_hash(canonical(one["entry"])), one["index"], size, path) != root:
            raise Wrong(f"entry {one['index']} ({one['entry'].get('act')}) is not in the log")
        found.append((one["entry"], _rows(one)))
    return found


def _rows(one: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a sheet that are shown; the others stand as their hashes."""
    if "rows" not in one:
        return []
    hashes = [digest_of(row) if isinstance(row, str) else leaf_hash(canonical(row)) for row in one["rows"]]
    facts = one["entry"]["facts"]
    if len(hashes) != facts["rows"] or root_of(hashes).hex() != facts["root"]:
        raise Wrong(f"the rows of entry {one['index']} do not fit its root")
    return [row for row in one["rows"] if not isinstance(row, str)]


def _figure(bundle: dict[str, Any], world: World, figure: dict[str, Any]) -> str:
    if set(figure) != FIGURE_PARTS:
        raise Wrong("a figure has parts missing or too many")
    definition = bundle["definitions"][figure["code"]]
    entered = world.definitions.get(figure["code"], {})
    if (definition["version"], _fingerprint(definition)) != (
        entered.get("version"),
        entered.get("definition"),
    ):
        raise Wrong(f"the definition of {figure['name']} is not the one in the log")
    if definition["version"] != figure["definition_version"]:
        raise Wrong(f"{figure['name']} was printed under another definition")
    if (figure["name"], figure["unit"]) != (definition["title"], definition["unit"]):
        raise Wrong(f"{figure['name']} bears another name or unit than its definition")
    found = compute(world, definition, figure["since"], figure["until"])
    told = figure["value"]
    days = f"{figure['since'] or '最早'} 至 {figure['until']}"
    if found.value is None:
        return f"· {figure['name']}（{days}）：{_shown(told)} {figure['unit']}{NOT_SHOWN}"
    if not isinstance(told, str) and told is not None:
        raise Wrong(f"{figure['name']} is printed as a range, and is none")
    if Fraction(Decimal(told or "0")) != found.value:
        raise Wrong(f"{figure['name']}（{days}）：printed {told}, the records say {found.value}")
    if figure["record_count"] != found.records:
        raise Wrong(
            f"{figure['name']}：printed as resting on {figure['record_count']} records, there are {found.records}"
        )
    ending = "，其中有系统按逐行记录申报的总数（rests in part on declared totals）" if found.declared else ""
    return f"✓ {figure['name']}（{days}）：{_shown(told)} {figure['unit']}，{found.records} 条记录{ending}"


def _fingerprint(definition: dict[str, Any]) -> str:
    """What the log keeps of a definition: its content without its number and its place in lists."""
    content = {name: part for name, part in definition.items() if name not in ("version", "order")}
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _shown(value: Any) -> str:
    return f"{value['low']}–{value['high']}" if isinstance(value, dict) else str(value)


if __name__ == "__main__":
    sys.exit(main())
