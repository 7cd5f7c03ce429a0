"""The admin: what those who log and check acts use all day."""

from django.contrib import admin

from . import access, ceasefires, claims, negotiations, parties, sources, violations

__all__ = ["access", "ceasefires", "claims", "negotiations", "parties", "sources", "violations"]

admin.site.site_header = admin.site.site_title = "Ceasefire tracker"
admin.site.index_title = "Records"
