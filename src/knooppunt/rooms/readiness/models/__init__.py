"""The tables of the room."""
