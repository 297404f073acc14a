"""The rules of the gate: pure."""
