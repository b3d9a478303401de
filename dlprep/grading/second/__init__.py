"""The opt-in second marker: a language model, asked point by point, its quotations checked."""
