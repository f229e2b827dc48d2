"""PostgreSQL as Django speaks to it, over connections that stay open between requests."""
