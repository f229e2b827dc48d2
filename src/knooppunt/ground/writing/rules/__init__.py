"""Decisions about writing together: no Django, no database, no clock."""
