"""Pure rules of funding: what stands and what may follow, the floor per head."""
