"""Rosters as files and calendars."""
