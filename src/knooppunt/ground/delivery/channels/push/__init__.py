"""Push: a message that the browser of a person shows, sealed so that the push service between cannot read it."""
