"""The WSGI application, as granian loads it in the web process."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "genjin.config.settings")

application = get_wsgi_application()
