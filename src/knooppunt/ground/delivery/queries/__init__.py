"""Reading what was sent, and the webhooks."""
