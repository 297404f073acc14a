"""What every test stands on: a home of its own for keys and files."""
