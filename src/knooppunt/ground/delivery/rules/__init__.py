"""Decisions about sending. No Django, no network, no clock."""
