"""Jobs: many records, many processes, resumable; one bad record costs itself only."""
