"""Pure rules: when messages go out, how the inbox is sorted, how messages read."""
