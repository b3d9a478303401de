"""When a question comes back: the memory model, the rating that feeds it, and the day's queue."""
