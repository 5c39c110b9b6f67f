"""nginx before the servers, with the same site as in the containers (`deploy/nginx/site.conf`)."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from benchmarks.cluster.process import Part, home_of_nobody, listens

_SITE = Path(__file__).parents[2] / "deploy" / "nginx" / "site.conf"

_MAIN = """
pid {folder}/nginx.pid;
error_log stderr warn;
worker_processes 1;
daemon off;
events {{ worker_connections 512; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  upstream shaffaf {{
{servers}
  }}
  server {{
    listen 127.0.0.1:{port};
    include {site};
  }}
}}
"""


def proxy(folder: Path, port: int, servers: Sequence[int]) -> Part:
    """nginx at `port`, before servers at those ports."""
    home = home_of_nobody(folder / "nginx")
    listed = "\n".join(f"    server 127.0.0.1:{server} max_fails=1 fail_timeout=2s;" for server in servers)
    # The account that nginx is handed to may not enter the checkout.
    site = shutil.copy(_SITE, home / "site.conf")
    file = home / "nginx.conf"
    file.write_text(_MAIN.format(folder=home, servers=listed, port=port, site=site))
    command = [shutil.which("nginx") or "/usr/sbin/nginx", "-p", str(home), "-e", "stderr", "-c", str(file)]
    return Part("nginx", command, folder / "nginx.log", lambda: listens(port), modest=True)
