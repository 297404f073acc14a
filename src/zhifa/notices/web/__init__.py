"""The faces of notices: the inbox, opening a notice, the wish how soon to be told."""
