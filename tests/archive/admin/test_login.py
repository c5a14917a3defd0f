"""Log-ins: guesses are limited for an account at an address, editors are never locked out, no name is given away."""

import datetime

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from archive.services.editors import create_editor
from tests.archive.conftest import PASSWORD

LOGIN = reverse("admin:login")
STRANGER, OFFICE = "192.0.2.66", "198.51.100.7"


@pytest.fixture
def zhouhe(db) -> None:
    create_editor("zhouhe", PASSWORD, "编辑")


def log_in(client: Client, password: str, address: str = OFFICE, name: str = "zhouhe"):
    return client.post(LOGIN, {"username": name, "password": password, "next": "/admin/"}, REMOTE_ADDR=address)


def guess(address: str, name: str = "zhouhe", times: int = settings.AXES_FAILURE_LIMIT) -> None:
    for n in range(times):
        log_in(Client(), f"wrong-{n}", address, name)


def test_a_guesser_is_stopped_even_with_the_right_password(zhouhe):
    guess(STRANGER)
    answer = log_in(Client(), PASSWORD, STRANGER)
    assert answer.status_code == 429
    assert "15 分钟" in answer.content.decode()


def test_a_few_slips_stop_nobody(zhouhe):
    guess(OFFICE, times=settings.AXES_FAILURE_LIMIT - 1)
    assert log_in(Client(), PASSWORD).status_code == 302
    guess(OFFICE, times=settings.AXES_FAILURE_LIMIT - 1)
    assert log_in(Client(), PASSWORD).status_code == 302, "a success starts the count anew"


def test_a_strangers_failures_keep_nobody_out_elsewhere(zhouhe):
    guess(STRANGER)
    assert log_in(Client(), PASSWORD, OFFICE).status_code == 302


def test_nor_behind_one_address_in_a_browser_that_is_known(zhouhe):
    browser = Client()
    assert log_in(browser, PASSWORD).status_code == 302
    browser.post(reverse("admin:logout"))
    guess(OFFICE)
    assert log_in(Client(), PASSWORD).status_code == 429
    assert log_in(browser, PASSWORD).status_code == 302


def test_a_known_browser_is_known_for_its_own_account_only(zhouhe):
    create_editor("qiutian", PASSWORD, "编辑")
    browser = Client()
    log_in(browser, PASSWORD, name="qiutian")
    browser.post(reverse("admin:logout"))
    guess(OFFICE)
    assert log_in(browser, PASSWORD).status_code == 429
    browser.cookies["known_browser"] = "zhouhe:forged"
    assert log_in(browser, PASSWORD).status_code == 429


def test_others_at_the_address_go_on(zhouhe):
    create_editor("qiutian", PASSWORD, "编辑")
    guess(OFFICE)
    assert log_in(Client(), PASSWORD, name="qiutian").status_code == 302


def test_after_a_while_all_is_forgotten(zhouhe):
    guess(STRANGER)
    AccessAttempt.objects.update(attempt_time=timezone.now() - datetime.timedelta(minutes=16))
    assert log_in(Client(), PASSWORD, STRANGER).status_code == 302


def test_no_name_is_given_away(zhouhe):
    def said(name: str) -> list:
        answers = [log_in(Client(), "wrong", STRANGER, name) for _ in range(settings.AXES_FAILURE_LIMIT + 1)]
        return [(answer.status_code, text_of(answer).replace(name, "")) for answer in answers]

    assert said("zhouhe") == said("nobody")


def text_of(answer) -> str:
    lines = answer.content.decode().splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)


def test_the_address_stands_where_the_proxy_says(zhouhe, settings):
    settings.CLIENT_ADDRESS = "HTTP_X_REAL_IP"
    for n in range(settings.AXES_FAILURE_LIMIT):
        Client().post(LOGIN, {"username": "zhouhe", "password": f"w{n}"}, headers={"x-real-ip": STRANGER})
    right = {"username": "zhouhe", "password": PASSWORD}
    assert Client().post(LOGIN, right, headers={"x-real-ip": STRANGER}).status_code == 429
    assert Client().post(LOGIN, right, headers={"x-real-ip": OFFICE}).status_code == 302
