"""Decisions of the picture as pure functions: what a declaration says, which figures it asks, what an edition holds."""
