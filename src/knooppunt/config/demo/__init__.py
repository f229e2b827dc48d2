"""A made exercise: an outbreak that never was, brought in through the front door by people who do not exist."""
