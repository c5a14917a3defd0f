"""The steps of the pipeline; each takes a draft one step further."""
