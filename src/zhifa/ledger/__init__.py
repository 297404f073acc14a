"""The record of every act (存证): append-only, sealed into a Merkle tree.

Comes in: one entry an act, written in the act's own transaction. Goes out: when an entry was sealed, under
which leaf, and whether the whole log is as it was. Refuses: change, erasure, a second history, a real
district signed with demonstration keys, and personal data in clear. It stores opaque keys and points at no
table of anyone.
"""
