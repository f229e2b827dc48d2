"""The tools every floor uses: authority, events, clock, problems and ids. No Django, no database."""
