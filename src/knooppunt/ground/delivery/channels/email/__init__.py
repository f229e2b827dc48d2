"""E-mail over SMTP; in a demo into a folder."""
