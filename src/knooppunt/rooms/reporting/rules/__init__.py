"""Decisions of reporting: what is asked, and whether answers are right. No Django, no database, no clock."""
