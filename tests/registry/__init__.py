"""The registry: names that change, codes that never do, and producers that were here twice."""
