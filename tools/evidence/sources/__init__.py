"""Asking the services that know about works: Crossref, DataCite, OpenAlex, doi.org; one thin adapter each."""
