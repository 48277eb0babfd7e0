"""Books that people take away: CSV, Excel and SIE files, and the documents themselves as a ZIP."""
