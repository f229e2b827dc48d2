"""The pages of access: my account, signing in, tokens, and the accounts for who manages them."""
