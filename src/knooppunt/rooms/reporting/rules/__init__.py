"""Decisions of reporting: what a questionnaire asks, whether answers are right, when rounds are due.

No Django, no database, no clock.
"""
