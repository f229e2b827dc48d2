"""Decisions without Django, database or clock."""
