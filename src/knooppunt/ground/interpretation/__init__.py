"""What sections say that figures mean, and which figures it rests on (*duiding*)."""
