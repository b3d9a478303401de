"""Live demos: one file a demo, computing numbers from knobs; nothing here draws."""
