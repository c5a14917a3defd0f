"""The real nginx with the project's own configuration: only ports and places are others."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser.conftest import free_port
from tests.deploy.install_servers import find_program

ROOT = Path(__file__).resolve().parents[2]
# What a machine's own nginx.conf says around it.
AROUND = """
daemon off; worker_processes 1; {user}
pid {folder}/nginx.pid; error_log {folder}/error.log warn;
events {{ worker_connections 2048; }}
http {{
  include /etc/nginx/mime.types; default_type application/octet-stream;
  access_log off;
  {temporary}
  include {folder}/baoku.conf;
}}
"""
KINDS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@dataclass(frozen=True)
class Nginx:
    """Where it listens, and its folder."""

    port: int
    plain_port: int
    folder: Path

    def said(self) -> str:
        """Its log of errors and warnings."""
        return (self.folder / "error.log").read_text(encoding="utf-8")


def make_certificate(folder: Path) -> None:
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=news.example.cn -keyout privkey.pem -out"
    subprocess.run([*command.split(), "fullchain.pem"], cwd=folder, check=True, capture_output=True)


def write_configuration(folder: Path, backend: int, port: int, plain_port: int) -> Path:
    """deploy/nginx.conf for this machine's ports, and what stands around it; gives the path of the latter."""
    make_certificate(folder)
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    places = {
        "127.0.0.1:8000": f"127.0.0.1:{backend}",
        "listen 443 ": f"listen 127.0.0.1:{port} ",
        "listen 80;": f"listen 127.0.0.1:{plain_port};",
        "/etc/nginx/tls/": f"{folder}/",
        "/var/cache/nginx/": f"{folder}/cache-",
        "/var/log/nginx/": f"{folder}/log-",
    }
    for shipped, here in places.items():
        assert shipped in text, shipped
        text = text.replace(shipped, here)
    (folder / "baoku.conf").write_text(text, encoding="utf-8")
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in KINDS)
    user = "user root;" if Path("/root").stat().st_uid == Path(folder).stat().st_uid else ""
    whole = folder / "nginx.conf"
    whole.write_text(AROUND.format(folder=folder, temporary=temporary, user=user), encoding="utf-8")
    return whole


@contextmanager
def nginx_before(backend: int, folder: Path) -> Iterator[Nginx]:
    """nginx in front of what listens at the port `backend`; its files are in `folder`."""
    nginx = Nginx(free_port(), free_port(), folder)
    whole = write_configuration(folder, backend, nginx.port, nginx.plain_port)
    with subprocess.Popen([find_program("nginx"), "-c", str(whole), "-p", str(folder)]) as process:
        try:
            wait_for_port(nginx.port, process)
            yield nginx
        finally:
            process.terminate()


def wait_for_port(port: int, process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    """Until something listens there; raises RuntimeError where the process ended, TimeoutError after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args} ended with {process.returncode}")
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise TimeoutError(f"{process.args} does not listen at {port}")
