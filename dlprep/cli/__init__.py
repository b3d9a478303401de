"""What people type: one file a command; parse, call, render, exit code."""
