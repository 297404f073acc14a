"""The demonstration district: one readable scenario, a fixed seed, and the truth that figures must equal.

What comes in is the scenario under `scenario/`; what goes out is a whole district, written through the same doors
that a user's click reaches. Area names and codes of streets come from a named, licensed source; people, units' inner
data, deeds and counts are invented, and everything is marked so. It refuses a home that holds a real district.
"""
