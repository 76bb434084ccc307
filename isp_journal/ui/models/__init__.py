"""Models that lists and tables show: they read rows through the workers, a page at a time, and hold no widget."""
