"""The pages of the picture: Today, the editions, one edition."""
