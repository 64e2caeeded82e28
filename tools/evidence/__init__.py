"""The link worker evidence base: records of studies, read, checked and turned into a site."""
