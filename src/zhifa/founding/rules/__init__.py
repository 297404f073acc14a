"""How the scenario becomes drafts: pure, seeded, the same every time."""
