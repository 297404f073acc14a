"""The faces of evidence: fetching a file, the page about it, the answer to a question about a photograph."""
