"""The works A–F that Odoo, NocoBase and Directus were measured with, on Genjin: the same data, the same generator."""
