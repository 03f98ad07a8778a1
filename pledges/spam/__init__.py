"""Quiet spam defence: it finds signs and never refuses. What shows one waits in a folder until staff have looked."""
