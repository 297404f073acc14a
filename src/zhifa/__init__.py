"""Zhifa (知法): one district's law-publicity and law-based-governance work, from records to checked figures."""
