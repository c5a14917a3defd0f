"""A HEAD says what a GET of the same address would (RFC 9110, 9.3.2): whether what one has is still right, too."""

from django.test import Client

from tests.hostile_requests import addresses, sent
from tests.test_hidden_numbers import walked  # noqa: F401
from tests.test_no_server_error import good_values, of_desk


def test_a_head_has_the_validator_of_a_get(walked):  # noqa: F811
    client, with_etag = Client(), 0
    for address in addresses():
        if not of_desk(address):
            path = address.filled(good_values(address))
            of_get, of_head = (sent(client, {"method": method, "path": path}) for method in ("GET", "HEAD"))
            assert of_head.status_code == of_get.status_code, path
            assert of_head.headers.get("ETag") == of_get.headers.get("ETag"), path
            with_etag += "ETag" in of_get.headers
    assert with_etag > 20
