"""Files that outlast a power cut, and locks that end with their process: pure Python, for both apps."""
