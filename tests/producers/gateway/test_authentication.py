"""Who calls: tokens of one issuer with one algorithm, certificates, and nothing else."""

import json
import ssl
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Literal

import httpx2
import jwt
import pytest
import trustme
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm
from starlette.requests import Request
from starlette.testclient import TestClient
from wholepicture_bus.errors import StopError
from wholepicture_producers.gateway.answers import Refusal
from wholepicture_producers.gateway.app import application
from wholepicture_producers.gateway.authentication import authentication
from wholepicture_producers.gateway.served import opened
from wholepicture_producers.gateway.settings import GatewaySettings

from tests.producers.gateway.calling import HEALTH, MARKER, POLICE, STRUCTURED, document
from tests.producers.gateway.running import running, serving
from tests.support.ports import free_port

ISSUER, AUDIENCE = "https://login.example.org/", "whole-picture-gateway"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def key_set(*keys: tuple[str, rsa.RSAPrivateKey]) -> str:
    """The public half of keys as a JWKS."""
    return json.dumps(
        {
            "keys": [
                {**RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": name, "use": "sig"}
                for name, key in keys
            ]
        }
    )


def token(key: Any = KEY, algorithm: str = "RS256", kid: str = "one", **claims: Any) -> str:
    """An access token, as the issuer makes it unless told otherwise."""
    said = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "exp": time.time() + 300,
        "wholepicture_agency": POLICE,
        **claims,
    }
    kept = {name: value for name, value in said.items() if value is not None}
    return jwt.encode(kept, key, algorithm, headers={"kid": kid})


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """The file of the issuer's keys."""
    file = tmp_path / "keys.json"
    file.write_text(key_set(("one", KEY)))
    return file


@pytest.fixture
def client(keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A gateway that asks for a token."""
    monkeypatch.setenv("WHOLEPICTURE_DATA", str(tmp_path))
    settings = GatewaySettings(
        agencies=POLICE, issuer=ISSUER, audience=AUDIENCE, keys=str(keys), least_free_bytes=0
    )
    settings.check()
    with opened(settings, None) as served:
        yield TestClient(application(settings, authentication(settings), served))


def post(client: TestClient, bearer: str | None, agency: str = POLICE) -> httpx2.Response:
    """Post an event with a token."""
    headers = {"content-type": STRUCTURED}
    if bearer is not None:
        headers["authorization"] = f"Bearer {bearer}"
    body = json.dumps(document(agency=agency))
    return client.post("/events", content=body, headers=headers)


def test_a_token_of_the_issuer_is_taken(client: TestClient) -> None:
    """The claim names the agency."""
    assert post(client, token()).status_code == 202


def other_tokens() -> Iterator[str | None]:
    """What is no token of the issuer for this gateway."""
    yield from (None, "", MARKER)
    yield token(exp=time.time() - 3600)
    yield token(exp=None)
    yield token(iss="https://elsewhere.example.org/")
    yield token(iss=None)
    yield token(aud="another-service")
    yield token(aud=None)
    yield token(nbf=time.time() + 3600)
    yield token(OTHER_KEY)
    yield token(OTHER_KEY, kid="another")
    yield token(KEY, "RS512")
    yield token(KEY, "PS256")
    yield token("a secret that is long enough for it", "HS256")
    yield token(None, "none")
    yield token(wholepicture_agency=None)
    yield token(wholepicture_agency=[POLICE])


def test_any_other_token_is_refused(client: TestClient) -> None:
    """401 with a challenge; the answer does not hold the token."""
    for bearer in other_tokens():
        answer = post(client, bearer)

        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert answer.headers["content-type"] == "application/problem+json"
        assert not bearer or bearer not in answer.text


@pytest.mark.parametrize("algorithm", ["PS256", "ES256", "EdDSA"])
def test_the_one_algorithm_is_what_is_set(
    tmp_path: Path, algorithm: Literal["PS256", "ES256", "EdDSA"]
) -> None:
    """Whatever the token and the key set say of it."""
    made: dict[str, tuple[Any, Any]] = {
        "PS256": (KEY, RSAAlgorithm),
        "ES256": (ec.generate_private_key(ec.SECP256R1()), ECAlgorithm),
        "EdDSA": (ed25519.Ed25519PrivateKey.generate(), OKPAlgorithm),
    }
    key, form = made[algorithm]
    public = form.to_jwk(key.public_key(), as_dict=True)
    (tmp_path / "keys.json").write_text(json.dumps({"keys": [{**public, "kid": "one"}]}))
    settings = GatewaySettings(
        agencies=POLICE,
        issuer=ISSUER,
        audience=AUDIENCE,
        keys=str(tmp_path / "keys.json"),
        algorithm=algorithm,
    )
    bearer = f"Bearer {token(key, algorithm)}".encode()
    request = Request({"type": "http", "headers": [(b"authorization", bearer)]})

    assert authentication(settings).caller(request) == POLICE


def test_an_agency_that_is_not_served_is_refused(client: TestClient) -> None:
    """403: its token is right, and nothing of it is kept here."""
    assert post(client, token(wholepicture_agency=HEALTH), HEALTH).status_code == 403


def test_a_token_of_one_agency_posts_for_no_other(client: TestClient) -> None:
    """403, whatever the event says of its source."""
    assert post(client, token(), HEALTH).status_code == 403


def test_a_new_key_in_the_file_is_found(client: TestClient, keys: Path) -> None:
    """The issuer changes its keys while the gateway runs."""
    keys.write_text(key_set(("one", KEY), ("two", OTHER_KEY)))

    assert post(client, token(OTHER_KEY, kid="two")).status_code == 202


def test_keys_that_are_away_are_no_refusal_of_the_token(client: TestClient, keys: Path) -> None:
    """503: the caller's token may be right."""
    keys.unlink()

    answer = post(client, token())

    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0


def test_keys_are_had_from_the_issuer() -> None:
    """From its address; where it is away, the token may be right all the same (503)."""
    away = f"http://127.0.0.1:{free_port()}/keys"
    bearer = f"Bearer {token()}".encode()
    request = Request({"type": "http", "headers": [(b"authorization", bearer)]})
    told: dict[str, Any] = {"agencies": POLICE, "issuer": ISSUER, "audience": AUDIENCE}

    with serving(key_set(("one", KEY))) as address:
        found = authentication(GatewaySettings(**told, keys=address)).caller(request)
    with pytest.raises(Refusal) as refused:
        authentication(GatewaySettings(**told, keys=away)).caller(request)

    assert found == POLICE
    assert refused.value.body.status == 503


def test_what_is_real_is_taken_with_a_token(client: TestClient) -> None:
    """Only practice is for made-up events alone."""
    event = document()
    event["data"]["core"]["exercise"] = None
    headers = {"content-type": STRUCTURED, "authorization": f"Bearer {token()}"}

    assert client.post("/events", content=json.dumps(event), headers=headers).status_code == 202


def test_nothing_is_told_without_a_token_but_health(client: TestClient) -> None:
    """Receipts and feedback are for who is known; health says nothing of anybody."""
    paths = ("/events/some-id", "/feedback", "/feedback/stream")

    assert {client.get(path).status_code for path in paths} == {401}
    assert client.get("/health").json() == {"state": "taking events"}


def test_a_client_certificate_names_its_agency(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over TLS: the common name is the agency; without a certificate there is no connection."""
    monkeypatch.setenv("WHOLEPICTURE_DATA", str(tmp_path))
    authority = trustme.CA()
    own, agency = (
        authority.issue_cert("127.0.0.1"),
        authority.issue_cert("police.example.org", common_name=POLICE),
    )
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    own.cert_chain_pems[0].write_to_path(tmp_path / "own.pem")
    own.private_key_pem.write_to_path(tmp_path / "own.key")
    agency.private_key_and_cert_chain_pem.write_to_path(tmp_path / "agency.pem")
    settings = GatewaySettings(
        agencies=f"{POLICE},{HEALTH}",
        port=0,
        certificate=tmp_path / "own.pem",
        private_key=tmp_path / "own.key",
        client_ca=tmp_path / "ca.pem",
        least_free_bytes=0,
    )
    settings.check()
    trusting = ssl.create_default_context(cafile=str(tmp_path / "ca.pem"))
    showing = ssl.create_default_context(cafile=str(tmp_path / "ca.pem"))
    showing.load_cert_chain(str(tmp_path / "agency.pem"))

    with opened(settings, None) as served, running(settings, served) as address:
        with closing(httpx2.Client(verify=showing, base_url=address)) as known:
            own_event = known.post("/events", json=document(), headers={"content-type": STRUCTURED})
            others = known.post(
                "/events", json=document(agency=HEALTH), headers={"content-type": STRUCTURED}
            )
        with (
            closing(httpx2.Client(verify=trusting, base_url=address)) as nobody,
            pytest.raises(httpx2.TransportError),
        ):
            nobody.get("/feedback")

    assert (own_event.status_code, others.status_code) == (202, 403)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({}, "whom the gateway serves"),
        ({"agencies": POLICE}, "one way"),
        ({"agencies": POLICE, "practice": True, "issuer": ISSUER}, "one way"),
        ({"agencies": POLICE, "practice": True, "host": "0.0.0.0"}, "127.0.0.1 only"),  # noqa: S104
        ({"agencies": POLICE, "issuer": ISSUER, "keys": "keys.json"}, "need all of"),
        ({"agencies": POLICE, "client_ca": "ca.pem"}, "CERTIFICATE"),
        (
            {
                "agencies": POLICE,
                "issuer": ISSUER,
                "audience": AUDIENCE,
                "keys": "keys.json",
                "host": "10.0.0.7",
            },
            "in the clear",
        ),
    ],
)
def test_a_gateway_that_anybody_could_use_does_not_start(told: dict[str, Any], says: str) -> None:
    """A sentence says what to set."""
    with pytest.raises(StopError, match=says):
        GatewaySettings(**told).check()


def test_keys_in_the_clear_are_not_asked_for() -> None:
    """Who is on the way could give their own."""
    settings = GatewaySettings(
        agencies=POLICE, issuer=ISSUER, audience=AUDIENCE, keys="http://login.example.org/keys"
    )

    with pytest.raises(StopError, match="https"):
        authentication(settings)


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of the setting, and not what it was set to."""
    monkeypatch.setenv("WHOLEPICTURE_GATEWAY_AGENCIES", MARKER)

    with pytest.raises(StopError, match="WHOLEPICTURE_GATEWAY_AGENCIES") as raised:
        GatewaySettings.told()

    assert MARKER not in str(raised.value)
