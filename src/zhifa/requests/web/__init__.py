"""The pages of requests for data."""
