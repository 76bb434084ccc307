"""What a journal can do, in the person's words; the door is `journal.journal.Journal`."""
