"""Decisions of reporting: what a questionnaire asks, and whether answers are right. No Django, no database, no clock."""
