"""The demo: the real lists with drawn pictures, and catalogues as large as wanted."""
