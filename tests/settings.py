"""Settings of the test suite: the product's own, in a data folder that ends with the run."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="genjin-test-data-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ.pop("DATABASE_URL", None)
os.environ.update(
    GENJIN_DATA_DIR=_folder, GENJIN_SECRET_KEY="known to every reader of the tests", GENJIN_PROCESS="command"
)

from genjin.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # argon2 takes 0.1 s a password
ALLOWED_HOSTS = ["*"]
