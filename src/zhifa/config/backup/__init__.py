"""Backup and restoration (备份与恢复): the whole of an installation into one encrypted archive, and back.

In go the database, the evidence, the keys and salts, the outlines (they stand in the database). Out comes the same district on a
bare machine, compared with the last published signed head. Refused are a home that is not bare, an archive without its
passphrase, a database server of another kind, and sealing on where the log would fork.

The archive is restic's (docs/decisions): encrypted, deduplicated, so that each backup costs what changed. A backup is three
snapshots: the database, then the files, then the manifest. One without a manifest never happened.
"""
