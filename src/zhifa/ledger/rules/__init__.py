"""Pure: canonical bytes, RFC 6962 hashing over tiles, C2SP signed notes."""
