"""Programs that try to lose words of a journal, and publish how that went in docs/reliability.md."""
