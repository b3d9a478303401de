"""Speed and memory, side by side with a reference in one run; nothing here is asserted by a test.

`python -m benchmarks` runs every part and says which budgets hold; `python -m benchmarks PART ...`
runs some. A part is a module of this package with `rows()`.
"""
