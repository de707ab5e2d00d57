"""What deploy/ says agrees with the code: settings, ports, routes, commands; nothing careless."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import fields
from typing import Any

import pytest
import yaml

from bot.__main__ import parser
from bot.serving.app import create_app
from bot.settings import ROOT, Settings
from tests.deploy import manifests
from tests.deploy.manifests import BASE, COMPOSE, DEPLOY, DOCKERFILE, OURS, PRODUCTION

SETTINGS = {field.name.upper() for field in fields(Settings)}
NOT_OURS = {"FORWARDED_ALLOW_IPS", "PATH", "HOME", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}
"""Read by uvicorn, the system and Python."""
SECRET = re.compile(r"SECRET|TOKEN|PASSWORD|^SMTP_URL$|^DATABASE_URL$|^REDIS_URL$")


def _compose_environments() -> dict[str, dict[str, str]]:
    return {name: COMPOSE["services"][name].get("environment") or {} for name in OURS}


def _kubernetes_settings() -> dict[str, str]:
    data = dict(manifests.named("ConfigMap", "mushtarik-settings")["data"])
    overlay = yaml.safe_load((PRODUCTION / "kustomization.yaml").read_text(encoding="utf-8"))
    for generator in overlay["configMapGenerator"]:
        data |= dict(line.split("=", 1) for line in generator["literals"])
    return data


def test_every_variable_is_a_setting() -> None:
    named = set(manifests.image_environment()) | set(_kubernetes_settings())
    for environment in _compose_environments().values():
        named |= set(environment)
    for _, container in manifests.containers():
        named |= {variable["name"] for variable in container.get("env", ())}
    assert len(OURS) == 7
    assert named - SETTINGS <= NOT_OURS
    comments = (BASE / "settings.yml").read_text(encoding="utf-8").partition("apiVersion")[0]
    in_the_secret = set(re.findall(r"[A-Z]+_[A-Z_]+", comments))
    assert {"SECRET_KEY", "DATABASE_URL"} <= in_the_secret <= SETTINGS


def test_every_value_to_fill_in_is_asked_for_and_used() -> None:
    text = (DEPLOY / "compose.yml").read_text(encoding="utf-8")
    used = set(re.findall(r"\$\{([A-Z_]+)", text))
    example = (DEPLOY / "env.example").read_text(encoding="utf-8")
    assert used == set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))


def test_no_secret_has_a_default() -> None:
    text = (DEPLOY / "compose.yml").read_text(encoding="utf-8")
    for name, default in re.findall(r"\$\{([A-Z_]+)(?::-([^}]*))?", text):
        assert not (SECRET.search(name) and default), name
    for environment in _compose_environments().values():
        for name, value in environment.items():
            if SECRET.search(name) and name != "REDIS_URL":
                assert "${" in value, name
    example = (DEPLOY / "env.example").read_text(encoding="utf-8")
    for name, value in re.findall(r"^([A-Z_]+)=(.*)$", example, re.MULTILINE):
        assert not (SECRET.search(name) and value), name
    for given in (_kubernetes_settings(), manifests.image_environment()):
        assert not [name for name in given if SECRET.search(name)]
    assert manifests.of_kind("Secret") == []
    for _, container in manifests.containers():
        assert not [one for one in container.get("env", ()) if SECRET.search(one["name"])]


def test_production_is_never_the_demo() -> None:
    assert manifests.image_environment()["DEMO"] == "0"
    assert _kubernetes_settings()["DEMO"] == "0"
    assert all(environment["DEMO"] == "0" for environment in _compose_environments().values())


def test_ports_agree() -> None:
    port = manifests.image_environment()["GATEWAY_PORT"]
    assert f"EXPOSE {port}" in DOCKERFILE
    assert f"http://127.0.0.1:{port}/healthz" in DOCKERFILE
    assert f"dynamic a gateway {port}" in (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    assert _kubernetes_settings()["GATEWAY_PORT"] == port
    ports = {name: one["ports"] for name, one in manifests.containers() if "ports" in one}
    assert ports["gateway"] == [{"name": "http", "containerPort": int(port)}]
    assert ports["rasa"] == [{"name": "rasa", "containerPort": 5005}]
    for values in (_kubernetes_settings(), COMPOSE["services"]["rasa"]["environment"]):
        assert values["RASA_URL"] == "http://rasa:5005"
    allowed = {
        policy["metadata"]["name"]: [p["port"] for rule in policy["spec"].get("ingress", ())
                                     for p in rule["ports"]]
        for policy in manifests.of_kind("NetworkPolicy")
    }  # fmt: skip
    assert allowed == {"nothing-by-default": [], "gateway": [int(port)], "rasa": [5005]}
    for kind, name in (("Service", "gateway"), ("Service", "rasa")):
        (mapping,) = manifests.named(kind, name)["spec"]["ports"]
        assert mapping["targetPort"] in ("http", "rasa")


def test_probes_ask_routes_that_exist(database: None) -> None:
    routes = {route.path for route in create_app().routes}
    assert {"/healthz", "/readyz", "/metrics"} <= routes
    channel = (ROOT / "bot" / "dialogue" / "channel.py").read_text(encoding="utf-8")
    assert 'routes.get("/ready")' in channel
    assert 'return "gateway"' in channel
    known = {"gateway": routes, "rasa": {"/webhooks/gateway/ready"}}
    asked = 0
    for name, container in manifests.containers():
        for path, port in manifests.probes(container):
            assert path in known[name]
            assert port == container["ports"][0]["name"]
            asked += 1
    assert asked == 5
    health = " ".join(COMPOSE["services"]["rasa"]["healthcheck"]["test"])
    assert "http://127.0.0.1:5005/webhooks/gateway/ready" in health


def _commands() -> list[list[str]]:
    commands = [service["command"] for name, service in COMPOSE["services"].items() if name in OURS]
    for _, container in manifests.containers():
        commands.append(container["command"])
    return commands


def test_commands_exist() -> None:
    known = parser()
    for command in _commands():
        assert command[:2] == ["python", "-m"]
        if command[2] == "bot":
            known.parse_args(command[3:])
        else:
            assert command[2:4] == ["rasa", "run"]
            assert command[command.index("-m", 3) + 1] == "models/model.tar.gz"


def test_what_runs_regularly_does_so_in_both() -> None:
    """The same commands at the same times, by CronJobs and by cron with compose."""
    jobs = {
        job["metadata"]["name"]: (
            job["spec"]["schedule"],
            job["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0]["command"],
        )
        for job in manifests.of_kind("CronJob")
    }
    services = COMPOSE["services"]
    text = (DEPLOY / "crontab").read_text(encoding="utf-8")
    lines = re.findall(r"^((?:\S+ ){5}) *mushtarik .*\$RUN (\w+)$", text, re.MULTILINE)
    assert jobs == {name: (when.strip(), services[name]["command"]) for when, name in lines}
    assert jobs.keys() == {"notices", "bounces", "retention"}
    assert jobs.keys() == {name for name in OURS if services[name].get("profiles") == ["timer"]}
    assert all(job["spec"]["timeZone"] == "Asia/Riyadh" for job in manifests.of_kind("CronJob"))
    assert "CRON_TZ=Asia/Riyadh" in text


def test_every_pod_is_confined() -> None:
    (user,) = re.findall(r"^USER (\d+):\d+$", DOCKERFILE, re.MULTILINE)
    assert int(user) > 0
    names = []
    for name, spec in manifests.pods():
        names.append(name)
        assert spec["securityContext"]["runAsNonRoot"] is True
        assert spec["securityContext"]["runAsUser"] == int(user)
        assert spec["automountServiceAccountToken"] is False
        for container in spec["containers"]:
            context = container["securityContext"]
            assert context["readOnlyRootFilesystem"] is True
            assert context["allowPrivilegeEscalation"] is False
            assert context["capabilities"] == {"drop": ["ALL"]}
            assert container["resources"]["limits"]["memory"]
            assert container["image"] == "mushtarik"
    assert sorted(names) == sorted(
        ["gateway", "migrate", "rasa", "stream", "notices", "bounces", "retention"]
    )
    for name in OURS:
        service = COMPOSE["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]


def test_only_the_proxy_is_reached_from_outside() -> None:
    services = COMPOSE["services"]
    assert [name for name, one in services.items() if "ports" in one] == ["proxy"]
    assert [name for name, one in services.items() if "front" in one["networks"]] == [
        "proxy",
        "gateway",
        "bounces",
    ]
    assert COMPOSE["networks"]["back"] == {"internal": True}
    (rule,) = manifests.named("NetworkPolicy", "rasa")["spec"]["ingress"]
    (source,) = rule["from"]
    assert source == {"podSelector": {"matchLabels": {"app.kubernetes.io/name": "gateway"}}}


def test_two_of_each_and_one_always_there() -> None:
    for name in ("gateway", "rasa"):
        assert COMPOSE["services"][name]["deploy"]["replicas"] == 2
        deployment = manifests.named("Deployment", name)["spec"]
        assert deployment["replicas"] == 2
        assert deployment["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
        assert manifests.named("PodDisruptionBudget", name)["spec"]["minAvailable"] == 1
        scaler = manifests.named("HorizontalPodAutoscaler", name)["spec"]
        assert scaler["scaleTargetRef"]["name"] == name
        assert scaler["minReplicas"] == 2


def test_labels_lead_to_pods() -> None:
    templates = {
        document["metadata"]["name"]: document["spec"]["template"]["metadata"]["labels"]
        for document in manifests.of_kind("Deployment")
    }
    for kind in ("Service", "PodDisruptionBudget", "Deployment"):
        found = {document["metadata"]["name"]: document for document in manifests.of_kind(kind)}
        assert {"gateway", "rasa"} <= found.keys()
        for name in found.keys() & templates.keys():
            selector: dict[str, Any] = found[name]["spec"]["selector"]
            wanted = selector.get("matchLabels", selector)
            assert wanted.items() <= templates[name].items()


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="no kubectl here")
def test_the_overlay_builds() -> None:
    built = subprocess.run(
        ["kubectl", "kustomize", str(PRODUCTION)], capture_output=True, text=True, check=True
    ).stdout
    objects = list(yaml.safe_load_all(built))
    images = re.findall(r"image: (\S+)", built)
    assert set(images) == {"registry.example/mushtarik:2026.11.22"}
    assert {one["metadata"].get("namespace", "mushtarik") for one in objects} == {"mushtarik"}
    (rasa,) = (o for o in objects if o["kind"] == "HorizontalPodAutoscaler"
               and o["metadata"]["name"] == "rasa")  # fmt: skip
    assert [metric["type"] for metric in rasa["spec"]["metrics"]] == ["Resource", "External"]
