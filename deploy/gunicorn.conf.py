"""gunicorn for the demo and for production; the command line and GUNICORN_* override it."""

import os

bind = os.environ.get("GUNICORN_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("GUNICORN_WORKERS", "2"))
threads = int(os.environ.get("GUNICORN_THREADS", "4"))
timeout = int(os.environ.get("GUNICORN_TIMEOUT", "60"))
graceful_timeout = 20
keepalive = 5
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108  heartbeat only
# No query string: it may hold what a citizen searched for.
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s %(D)sus"
# Its warnings quote whole request lines, query string included.
loglevel = os.environ.get("GUNICORN_LOGLEVEL", "error")
accesslog = os.environ.get("GUNICORN_ACCESSLOG") or None


def post_worker_init(worker):
    """Tell a person at the terminal (make demo) that the first worker answers now."""
    words = os.environ.get("MINGJING_READY")
    if words and worker.age == 1:
        print(words, flush=True)  # noqa: T201
