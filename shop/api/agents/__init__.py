"""The catalogue as shopping agents ask for it: UCP by REST, the same by MCP, and llms.txt."""
