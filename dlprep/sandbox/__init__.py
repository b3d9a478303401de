"""Runs programs and queries in a child process that can reach nothing and is always killed."""
