"""Reading figures: what they are, what is under them, and what was known when. Every question takes an ``actor``."""
