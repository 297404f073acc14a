"""The auditor's search of the access log, and for how long it is kept."""
