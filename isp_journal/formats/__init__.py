"""What goes in and out of files: entries as lines of JSON or as a folder of Markdown files."""
