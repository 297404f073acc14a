"""The rules of learning: places and waiting, clashes, codes, rates. Pure."""
