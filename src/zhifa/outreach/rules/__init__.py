"""The rules of outreach: what sheets mean."""
