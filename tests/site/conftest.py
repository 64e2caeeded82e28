"""Built sites, for tests on finished pages."""

from tests.sites import miniature_site, real_site

__all__ = ["miniature_site", "real_site"]
