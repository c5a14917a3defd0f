"""Settings, addresses and servers: the one place that knows both apps."""

# The first heading of CHANGELOG.md; pyproject.toml, /about/ and /healthz take it from here.
__version__ = "0.2.0"
