"""The solver of rosters: values in, values out; no Django, no database, no clock."""
