"""How things look: rich renderables, key reading, the Textual apps."""
