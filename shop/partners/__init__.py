"""Partners: their keys and scopes, channels, reported sales and webhooks."""
