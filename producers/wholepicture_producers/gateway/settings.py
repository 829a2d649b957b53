"""What a gateway is told from outside: whom it serves, how callers prove who they are, limits."""

from datetime import timedelta
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, TypeAdapter, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from wholepicture_bus.addresses import Address
from wholepicture_bus.errors import StopError
from wholepicture_schemas.identifiers import AgencyId, AgencyIdField

_MIB = 1024 * 1024
PREFIX = "WHOLEPICTURE_GATEWAY_"


class GatewaySettings(BaseSettings):
    """Settings from the environment, each with the prefix ``WHOLEPICTURE_GATEWAY_``."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="ignore", hide_input_in_errors=True
    )

    agencies: str = ""
    """The agencies that it serves: their ids with commas between."""
    host: str = "127.0.0.1"
    port: int = Field(default=8085, ge=0, le=65_535)

    issuer: str | None = None
    """Who issues the tokens: the claim ``iss``."""
    audience: str | None = None
    """Whom they are for: the claim ``aud`` names this gateway."""
    keys: str | None = None
    """The issuer's public keys (JWKS): a file, or an https address."""
    algorithm: Literal["RS256", "PS256", "ES256", "EdDSA"] = "RS256"
    """The one algorithm of its signatures; a token that names another is refused."""
    claim: str = "wholepicture_agency"
    """The claim that holds the agency's id."""

    certificate: Path | None = None
    """The gateway's own certificate, in PEM."""
    private_key: Path | None = None
    client_ca: Path | None = None
    """Who issues the certificates of the agencies: a caller has to show one (mutual TLS)."""
    behind_proxy: bool = False
    """Whether a proxy of the operator ends TLS in front, so that this one may listen in the clear
    on another address than the loopback."""
    fhir: Path | None = None
    """A folder with the settings of each agency whose FHIR is read: ``AGENCY.toml``."""
    practice: bool = False
    """Whether anybody on this machine may post without proving who they are: made-up events."""

    most_waiting: int = Field(default=10_000, ge=1)
    """How many events of an agency may wait for Kafka; then 429."""
    oldest_waiting: timedelta = timedelta(hours=1)
    """How long the oldest may have waited; then 503."""
    least_free_bytes: int = Field(default=256 * _MIB, ge=0)
    """How much room the disk of the spools must have; with less, 503."""
    batch_bytes: int = Field(default=8 * _MIB, ge=1)
    """The most that a batch may hold; then 413."""
    stream_seconds: float = Field(default=900.0, gt=0)
    """How long a stream of feedback lasts; then the reader connects again and shows its token."""

    @field_validator("agencies")
    @classmethod
    def _agencies_have_the_form_of_ids(cls, told: str) -> str:
        for name in filter(None, (part.strip() for part in told.split(","))):
            try:
                TypeAdapter[AgencyId](AgencyIdField).validate_python(name)
            except ValidationError:
                raise ValueError("small letters, digits and hyphens, commas between") from None
        return told

    @property
    def served(self) -> tuple[AgencyId, ...]:
        """The agencies that it serves."""
        names = (part.strip() for part in self.agencies.split(","))
        return tuple(dict.fromkeys(AgencyId(name) for name in names if name))

    @property
    def by_token(self) -> bool:
        """Whether callers show a token."""
        return any((self.issuer, self.audience, self.keys))

    @classmethod
    def told(cls, **more: object) -> Self:
        """The settings of the environment, with what a command says beside.

        Raises:
            StopError: with the setting that is wrong, and what to write.
        """
        said = {name: value for name, value in more.items() if value is not None}
        try:
            return cls(**said)  # type: ignore[arg-type]  # pydantic checks them
        except ValidationError as error:
            name = str(error.errors(include_input=False)[0]["loc"][0])
            raise StopError(f"{PREFIX}{name.upper()} is wrong. docs/gateway.md says how.") from None

    def check(self) -> None:
        """Refuse to serve where a caller could be anybody, or events would go in the clear.

        Raises:
            StopError: with what to set.
        """
        if not self.served:
            raise StopError(f"Say whom the gateway serves: --for AGENCY, or {PREFIX}AGENCIES.")
        ways = (self.by_token, self.client_ca is not None, self.practice)
        if sum(ways) != 1:
            raise StopError(
                "Say one way in which agencies prove who they are: tokens "
                f"({PREFIX}ISSUER, _AUDIENCE and _KEYS), or certificates ({PREFIX}CLIENT_CA). "
                "To try it with made-up events on this machine: --practice."
            )
        if self.by_token and not all((self.issuer, self.audience, self.keys)):
            raise StopError(f"Tokens need all of {PREFIX}ISSUER, _AUDIENCE and _KEYS.")
        tls = self.certificate is not None and self.private_key is not None
        if self.client_ca is not None and not tls:
            raise StopError(f"Certificates need {PREFIX}CERTIFICATE and {PREFIX}PRIVATE_KEY too.")
        loopback = Address(self.host, self.port).on_loopback
        if self.practice and not loopback:
            raise StopError("Without proof of who calls, the gateway listens on 127.0.0.1 only.")
        if not (tls or loopback or self.behind_proxy):
            raise StopError(
                f"Events would come in the clear: set {PREFIX}CERTIFICATE and "
                f"{PREFIX}PRIVATE_KEY, or {PREFIX}BEHIND_PROXY=true where a proxy ends TLS."
            )
