"""Reading readiness; every function takes who asks."""
