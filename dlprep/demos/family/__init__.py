"""What all demos share: their shape, their knobs, predictions, claims, data; nothing here draws."""
