"""Figures (数字): the engine that turns records into numbers which explain themselves.

In come figure sources (relations whose rows already count) and definitions, which are data in a small closed
algebra; both are offered through the registry by the mechanisms above. Out go values with unit, window,
denominator, version, composition down to records and what was held back. Refused are definitions that name an
unknown field or mix units, growth across changed definitions, and a report on a figure that lacks a part.
"""
