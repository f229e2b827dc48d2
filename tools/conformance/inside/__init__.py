"""Programs that run inside the environments of others: they import nothing of ours. Not checks themselves."""
