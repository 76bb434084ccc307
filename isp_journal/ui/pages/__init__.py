"""The pages of the window, one module a page, each imported when it is first shown."""
