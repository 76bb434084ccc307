"""The window: pages, controls and what ties them to a journal."""
