"""Pure rules of meetings: moves, attendance, the words of minutes, proofs."""
