"""What readers and machines take away: records, files of an article, citations, exports."""
