"""/api/v1/: newspapers, issues and articles as JSON; openapi.yaml is the contract."""
