"""Live demos: one file a demo, computing numbers from knobs; nothing here draws."""

import os

# The matrices are small, and threads only wait for one another: 24 s against 4 s for one demo's
# claims on two busy cores. NumPy reads this when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
