"""What pages, admin and commands do with the archive: verbs that say what they changed; backups, checks, reports."""
