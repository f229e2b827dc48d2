"""Decisions about figures as pure functions over frames and frozen values: no Django, no clock, no database."""
