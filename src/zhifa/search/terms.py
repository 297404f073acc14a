"""The words and numbers of search."""

from __future__ import annotations

INDEXER_LOCK = 0x5A48_4602  # PostgreSQL advisory lock: "ZHF" and 02
PAGE_SIZE = 20
SUGGESTED = 5  # other words to try
GROUP_SIZE = 5  # hits shown of a kind while all kinds are shown
LONGEST_QUERY = 100  # characters of a query that are looked at
PATIENCE = 30  # seconds that a touch may wait before readers are told that the index is behind
EVERYTHING = "*"  # the kind of a touch that asks for a rebuild
WHOLE_KIND = ""  # the key of a touch that means every thing of its kind

# Words that carry no meaning in a question; they are left out when other words remain.
_FUNCTION_WORDS = (
    "的 了 吗 呢 吧 啊 是 在 和 与 及 或 就 都 也 还 把 被 给 对 从 到 我 你 您 他 她 它 我们 他们 "
    "这 那 这个 那个 什么 怎么 怎么办 怎样 如何 哪里 哪些 多少 为什么 可以 能 能不能 可不可以 有没有 是不是 "
    "请问 要 想 该 应该 会 有"
)
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
