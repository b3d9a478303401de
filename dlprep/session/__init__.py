"""Quiz and practice as state machines without a screen."""
