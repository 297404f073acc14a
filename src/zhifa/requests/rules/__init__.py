"""Pure rules of requests: when two fields ask for the same, what a clause bars, the parts of a period, the minutes asked."""
