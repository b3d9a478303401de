"""The mock interview without a screen: its plan, its course, and the scorecard at its end."""
