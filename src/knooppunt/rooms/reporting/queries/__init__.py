"""Reading questionnaires, rounds and reports."""
