"""Pure reading of sheets: bytes in, tables and rows out; no database, no clock, no request."""
