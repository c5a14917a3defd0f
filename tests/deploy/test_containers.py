"""Containerfile and compose.yaml as far as they can be tried without an engine: linted, valid, every command run."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from ipaddress import ip_address, ip_network
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.browser.conftest import free_port
from tests.config.running_gunicorn import gunicorn
from tests.deploy.running_nginx import find_program, wait_for_port, write_configuration
from tests.deploy.test_systemd import settings

ROOT = Path(__file__).resolve().parents[2]
CONTAINERFILE = ROOT / "Containerfile"
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SCHEMA = json.loads((ROOT / "tests" / "schemas" / "compose-spec.json").read_text(encoding="utf-8"))
# apt as it is on a new machine: nothing installed, lists of its own; it says what it would install.
APT = """
Dir::State "{root}/var/lib/apt"; Dir::State::status "{root}/status"; Dir::Cache "{root}/var/cache/apt";
APT::Get::Simulate "true"; APT::Sandbox::User "";
"""
STAGE = re.compile(r"^FROM (\S+) AS (\S+)$", re.M)


def instructions(name):
    """What follows each instruction of that name, lines joined."""
    text = re.sub(r"\\\n\s*", " ", CONTAINERFILE.read_text(encoding="utf-8"))
    return re.findall(rf"^{name} (.+)$", text, re.M)


@pytest.fixture(scope="module")
def told(tmp_path_factory, collected):
    """The environment of a container, its volume a folder; commands run in the checkout, which is what is copied."""
    path = {name: os.environ[name] for name in ("PATH", "SEGMENTER_DIR")}  # the dictionary is compiled already
    path["DATA_DIR"] = str(tmp_path_factory.mktemp("archive"))
    return settings() | collected | {"SECRET_KEY": "x1" * 40} | path


def run(command, told):
    assert command[0].startswith(".venv/bin/"), command
    here = [str(Path(sys.executable).parent / Path(command[0]).name), *command[1:]]
    return subprocess.run(here, cwd=ROOT, env=told, capture_output=True, text=True)


def test_hadolint_finds_nothing():
    linted = subprocess.run([Path(sys.executable).parent / "hadolint", CONTAINERFILE], capture_output=True, text=True)
    assert linted.returncode == 0, linted.stdout


def test_compose_is_valid():
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    jsonschema.validate(COMPOSE, SCHEMA)


def test_a_mistake_in_compose_is_found():
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(COMPOSE | {"services": {"web": {"commands": []}}}, SCHEMA)


def test_nginx_asks_web_where_it_is_and_web_believes_it():
    """Addresses that stay: whichever of the two is started again alone is found by the other."""
    web, nginx = COMPOSE["services"]["web"], COMPOSE["services"]["nginx"]
    address_of = {name: COMPOSE["services"][name]["networks"]["inside"]["ipv4_address"] for name in ("web", "nginx")}
    (config,) = COMPOSE["networks"]["inside"]["ipam"]["config"]
    assert all(ip_address(address) in ip_network(config["subnet"]) for address in address_of.values())
    assert web["environment"]["TRUSTED_PROXIES"] == address_of["nginx"]
    assert nginx["extra_hosts"] == [f"web:{address_of['web']}"]
    assert "ports" not in web


def test_every_stage_and_volume_that_compose_names_is_there():
    stages = {stage for _, stage in STAGE.findall(CONTAINERFILE.read_text(encoding="utf-8"))}
    services = COMPOSE["services"]
    built = {service["image"]: service["build"]["target"] for service in services.values() if "build" in service}
    assert set(built.values()) <= stages
    assert {service["image"] for service in services.values()} == set(built)
    named = {volume.split(":")[0] for service in services.values() for volume in service["volumes"]}
    assert {name for name in named if not name.startswith(".")} == set(COMPOSE["volumes"])
    needed = {name for service in services.values() for name in service.get("depends_on", {})}
    assert needed <= set(services)


def test_what_is_copied_is_there_and_is_not_left_out():
    left_out = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    for line in instructions("COPY"):
        *sources, _ = line.split()
        if not sources[0].startswith("--from"):
            assert all((ROOT / source).exists() for source in sources), line
            assert not set(sources) & set(left_out), line
    assert {"baoku.env", "tls", ".git", "var"} <= set(left_out), "no secret and no archive goes into an image"


def test_the_same_requirements_are_installed_in_the_same_way():
    installed = next(line for line in instructions("RUN") if "venv" in line)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "--require-hashes -r requirements-build.txt" in installed
    assert "--require-hashes --no-build-isolation --compile-bytecode -r requirements.txt" in installed
    assert "--no-build-isolation" in makefile
    python = {image for image, stage in STAGE.findall(CONTAINERFILE.read_text(encoding="utf-8")) if stage != "nginx"}
    assert python == {"docker.io/library/python:3.11-slim-bookworm"}


def test_the_requirements_are_installed_by_the_very_commands(tmp_path):
    """As in the image: beside nothing but the two files that are copied before."""
    for source in instructions("COPY")[0].split()[:-1]:
        shutil.copy(ROOT / source, tmp_path)
    command = next(line for line in instructions("RUN") if "-m venv" in line)
    asked = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    index = os.environ.get("PIP_INDEX_URL") or subprocess.run(asked, capture_output=True, text=True).stdout.strip()
    own = os.environ | {"PATH": f"{Path(sys.executable).resolve().parent}:{os.environ['PATH']}"}
    own |= {"UV_DEFAULT_INDEX": index} if index else {}
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, env=own, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    served = json.loads(instructions("CMD")[0])[0]
    assert subprocess.run([tmp_path / served, "--version"], capture_output=True).returncode == 0


@pytest.fixture
def machine(tmp_path):
    """A folder that stands for the root of an image, with what Debian's packages bring that commands change."""
    for folder in ("var/lib/apt", "var/cache/apt", "var/log/nginx", "etc/nginx/sites-enabled", "etc/nginx/conf.d"):
        (tmp_path / folder).mkdir(parents=True)
    for file in ("status", "etc/nginx/sites-enabled/default", "var/log/nginx/access.log"):
        (tmp_path / file).touch()
    shutil.copy(ROOT / "deploy" / "nginx.conf", tmp_path / "etc/nginx/conf.d/baoku.conf")
    (tmp_path / "apt.conf").write_text(APT.format(root=tmp_path), encoding="utf-8")
    return tmp_path


def test_what_changes_the_machine_is_run_as_it_stands(machine):
    """In another root, by who is root in name only; apt fetches its lists and plans, and unpacks nothing."""
    ours = [line for line in instructions("RUN") if ".venv" not in line]
    assert len(ours) == len(instructions("RUN")) - 2, "those two are run by tests of their own"
    script = "\n".join(re.sub(r" /(etc|var)/", rf" {machine}/\1/", line) for line in ours)
    script += f"\ncd {machine} && stat --format '%n %u %g %a' var/lib/baoku var/tmp/baoku"
    own = {"PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin", "APT_CONFIG": str(machine / "apt.conf")}
    command = [find_program("fakeroot"), "sh", "-e", "-c", script]
    done = subprocess.run(command, env=own, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert {"fonts-noto-cjk", "nginx"} <= set(re.findall(r"^Inst (\S+)", done.stdout, re.M))
    assert done.stdout.endswith("\nvar/lib/baoku 990 990 700\nvar/tmp/baoku 990 990 700\n")
    assert not list((machine / "var/lib/apt/lists").iterdir()), "lists of packages go into no image"
    assert not list((machine / "etc/nginx/sites-enabled").iterdir()), (
        "the page of Debian's would be answered by port 80"
    )
    links = {path.name: str(path.readlink()) for path in (machine / "var/log/nginx").iterdir()}
    assert links == {"access.log": "/dev/stdout", "error.log": "/dev/stderr"}
    asked = (machine / "etc/nginx/conf.d/baoku.conf").read_text(encoding="utf-8")
    assert "server web:8000 " in asked
    assert "127.0.0.1:8000" not in asked
    assert instructions("USER") == ["990:990"]


def test_nginx_starts_by_the_command_of_its_image(tmp_path):
    program, *options = json.loads(instructions("CMD")[1])
    whole = write_configuration(tmp_path, free_port(), (port := free_port()), free_port())
    whole.write_text(whole.read_text(encoding="utf-8").replace("daemon off; ", "", 1), encoding="utf-8")
    command = [find_program(program), *options, "-c", str(whole), "-p", str(tmp_path)]
    with subprocess.Popen(command) as process:
        try:
            wait_for_port(port, process)
        finally:
            process.terminate()


def test_static_files_are_collected_as_the_image_does(told, tmp_path):
    line = next(line for line in instructions("RUN") if "collectstatic" in line)
    words = shlex.split(line)
    command = words[next(n for n, word in enumerate(words) if word.startswith(".venv")) :]
    named = dict(word.split("=", 1) for word in words if re.match(r"[A-Z_]+=", word))
    places = {"DATA_DIR": str(tmp_path), "STATIC_ROOT": str(tmp_path / "static")}
    done = run(command, {"PATH": told["PATH"], **named, **places})
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "static" / "staticfiles.json").exists()


def test_each_service_does_what_its_command_says(told):
    services = COMPOSE["services"]
    done = run(services["migrate"]["command"], told)
    assert done.returncode == 0, done.stderr
    for name, once in (("indexer", "--once"), ("worker", "--once")):
        done = run([*services[name]["command"], once], told)
        assert done.returncode == 0, done.stderr


def test_the_health_check_asks_what_the_image_serves(told):
    serve = json.loads(instructions("CMD")[0])
    assert run([*serve, "--check-config"], told).returncode == 0
    check = json.loads(instructions("HEALTHCHECK")[0].partition(" CMD ")[2])
    with gunicorn() as (port, _):
        asked = [part.replace("127.0.0.1:8000", f"127.0.0.1:{port}") for part in check]
        assert asked != check
        assert run(asked, told).returncode == 0
    assert run(asked, told).returncode != 0, "it says so where nothing answers"
