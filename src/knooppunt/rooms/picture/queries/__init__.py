"""Reading: products and editions, what they hold, how they differ, and whether they can be made again."""
