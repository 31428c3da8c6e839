"""Where requests come in and answers go out: guards, headers, logs, errors in plain words."""
