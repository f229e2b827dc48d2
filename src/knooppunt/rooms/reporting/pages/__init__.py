"""The pages of reporting: for the node the rounds, for an organisation its report."""
