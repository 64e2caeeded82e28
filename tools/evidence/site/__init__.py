"""From the library to the pages of the site. Nothing here reads YAML, and nothing outside knows of pages."""
