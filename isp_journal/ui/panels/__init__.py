"""Parts of pages: bars, fields and popups that show, ask and report."""
