"""What every room stands on: each package stands on the ones below it."""
