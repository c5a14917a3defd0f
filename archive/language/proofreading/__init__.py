"""What a proofreader would ask before an article is published: pure functions over its lines."""
