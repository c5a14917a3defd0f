"""Log-ins: guesses are slowed for an account and an address, editors are never locked out, no name is given away."""

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from archive.admin.login_limits import (
    ACCOUNTS_OF_A_BROWSER,
    FREE_OF_ACCOUNT,
    FREE_OF_ADDRESS,
    LONGEST,
    wait_after,
)
from archive.services.editors import create_editor
from archive.services.login_links import PASS_LASTS
from tests.archive.conftest import PASSWORD

LOGIN = reverse("admin:login")
STRANGER, OFFICE = "192.0.2.66", "198.51.100.7"
FREE = settings.AXES_FAILURE_LIMIT


@pytest.fixture(autouse=True)
def zhouhe(db, settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    create_editor("zhouhe", PASSWORD, "编辑")


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Stands still: a slow machine must not let a wait run out between two tries."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


def log_in(client: Client, password: str = PASSWORD, address: str = OFFICE, name: str = "zhouhe"):
    return client.post(LOGIN, {"username": name, "password": password, "next": "/admin/"}, REMOTE_ADDR=address)


def known_browser(*names: str) -> Client:
    """One in which these accounts have logged in before, one after the other."""
    browser = Client()
    for name in names:
        assert log_in(browser, name=name).status_code == 302
        browser.post(reverse("admin:logout"))
    return browser


def guess(address: str = STRANGER, name: str = "zhouhe", times: int = FREE, browser: Client | None = None) -> None:
    """Failures, each as soon as it is looked at."""
    for n in range(times):
        client = browser or Client()
        answer = log_in(client, f"wrong-{n}", address, name)
        if answer.status_code == 429:
            pass_time(datetime.timedelta(seconds=int(answer["Retry-After"])))
            answer = log_in(client, f"wrong-{n}", address, name)
        assert answer.status_code == 200, "a failure itself is answered as any other"


def pass_time(time: datetime.timedelta) -> None:
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - time)


class TestStrangers:
    def test_a_guesser_waits_even_with_the_right_password(self):
        guess()
        answer = log_in(Client(), address=STRANGER)
        assert answer.status_code == 429
        assert 1 <= int(answer["Retry-After"]) <= 2
        assert f"请过 {answer['Retry-After']} 秒" in answer.content.decode()

    def test_from_many_addresses_each_has_but_one_try_that_is_free(self):
        for n in range(FREE_OF_ACCOUNT):
            guess(f"192.0.2.{n}", times=1)
        assert log_in(Client(), "wrong", "192.0.2.99").status_code == 200
        assert log_in(Client(), "wrong", "192.0.2.99").status_code == 429

    def test_all_addresses_of_an_ipv6_network_are_one(self):
        for n in range(FREE):
            guess(f"2001:db8::{n}", times=1)
        assert log_in(Client(), "wrong", "2001:db8::99").status_code == 429
        assert log_in(Client(), "wrong", "2001:db8:0:1::1").status_code == 200

    def test_with_many_names_from_one_address_no_less(self):
        for n in range(FREE_OF_ADDRESS):
            guess(name=f"name{n}", times=1)
        assert log_in(Client(), "wrong", STRANGER, "zhouhe").status_code == 429
        assert log_in(Client(), PASSWORD, OFFICE).status_code == 302

    @pytest.mark.parametrize("more", [" @ x", " @ @ x", " @  @ x"])
    def test_a_name_like_a_known_browsers_is_counted_as_any_other(self, more):
        for n in range(FREE_OF_ADDRESS):
            guess(name=f"name{n}{more}", times=1)
        assert log_in(Client(), "wrong", STRANGER, f"one-more{more}").status_code == 429

    def test_of_a_long_name_no_more_is_kept_than_an_account_may_have(self):
        guess(name="a @ " + "x" * 100_000, times=1)
        assert {len(attempt.username) <= 150 for attempt in AccessAttempt.objects.all()} == {True}

    def test_a_success_of_ones_own_does_not_forgive_the_address(self):
        create_editor("qiutian", PASSWORD, "编辑")
        for n in range(FREE_OF_ADDRESS - 1):
            guess(name=f"name{n}", times=1)
        assert log_in(Client(), PASSWORD, STRANGER, "qiutian").status_code == 302
        guess(name="one-more", times=1)
        assert log_in(Client(), "wrong", STRANGER).status_code == 429

    def test_a_forged_cookie_makes_no_browser_known(self):
        guess(OFFICE)
        browser = Client()
        browser.cookies["known_browser"] = "eyJ6aG91aGUiOiJ4In0:forged:forged"
        assert log_in(browser).status_code == 429

    def test_a_try_that_came_too_soon_does_not_lengthen_the_wait(self):
        guess()
        for _ in range(20):
            log_in(Client(), "wrong", STRANGER)
        pass_time(datetime.timedelta(seconds=3))
        assert log_in(Client(), address=STRANGER).status_code == 302

    def test_no_name_is_given_away(self):
        def said(name: str) -> list:
            answers = [log_in(Client(), "wrong", STRANGER, name) for _ in range(FREE + 1)]
            return [(answer.status_code, text_of(answer).replace(name, "")) for answer in answers]

        assert said("zhouhe") == said("nobody")


class TestEditors:
    """Whatever strangers do, an editor gets in: at once from a known browser or another address than theirs."""

    def test_a_stranger_who_never_rests_keeps_nobody_out_at_another_address(self):
        guess(times=FREE + 12)
        for n in range(FREE_OF_ACCOUNT):
            guess(f"203.0.113.{n}", times=1)
        assert log_in(Client()).status_code == 302

    def test_at_the_strangers_address_a_new_browser_waits_no_longer_than_the_longest_wait(self):
        guess(times=FREE + 12)
        assert log_in(Client(), address=STRANGER).status_code == 429
        pass_time(LONGEST)
        assert log_in(Client(), address=STRANGER).status_code == 302

    def test_an_editors_success_does_not_forgive_the_stranger(self):
        guess()
        assert log_in(Client()).status_code == 302
        assert log_in(Client(), "wrong", STRANGER).status_code == 429

    def test_a_known_browser_does_not_wait_whoever_shares_its_address(self):
        browser = known_browser("zhouhe")
        guess(OFFICE)
        for n in range(FREE_OF_ADDRESS):
            guess(OFFICE, f"name{n}", times=1)
        assert log_in(Client()).status_code == 429
        assert log_in(browser).status_code == 302

    def test_a_known_browser_has_a_limit_of_its_own(self):
        browser, other = known_browser("zhouhe"), known_browser("zhouhe")
        guess(OFFICE, browser=browser)
        assert log_in(browser).status_code == 429
        assert log_in(other).status_code == 302, "another browser of the same editor"
        assert log_in(Client()).status_code == 302, "nor does it slow the account elsewhere"
        pass_time(LONGEST)
        assert log_in(browser).status_code == 302

    def test_a_browser_is_known_for_the_accounts_that_logged_in_only(self):
        for name in ("qiutian", "lihe"):
            create_editor(name, PASSWORD, "编辑")
        browser = known_browser("qiutian", "lihe")
        guess(OFFICE)
        guess(OFFICE, "qiutian")
        assert log_in(browser).status_code == 429
        assert log_in(browser, name="qiutian").status_code == 302, "of several who share it, each is remembered"

    def test_a_browser_remembers_the_last_few(self):
        names = [f"editor{n}" for n in range(ACCOUNTS_OF_A_BROWSER)]
        for name in names:
            create_editor(name, PASSWORD, "编辑")
        browser = known_browser("zhouhe", *names)
        guess(OFFICE)
        assert log_in(browser).status_code == 429

    def test_names_of_any_letters(self):
        create_editor("周禾", PASSWORD, "编辑")
        browser = known_browser("周禾")
        assert browser.cookies["known_browser"].value.isascii()
        guess(OFFICE, "周禾")
        assert log_in(browser, name="周禾").status_code == 302

    def test_a_few_slips_slow_nobody(self):
        guess(OFFICE, times=FREE - 1)
        assert log_in(Client()).status_code == 302
        guess(OFFICE, times=FREE - 1)
        assert log_in(Client()).status_code == 302, "a success starts the count anew"

    def test_others_at_the_address_go_on(self):
        create_editor("qiutian", PASSWORD, "编辑")
        guess(OFFICE)
        assert log_in(Client(), name="qiutian").status_code == 302

    def test_after_a_while_all_is_forgotten(self):
        guess(times=FREE + 5)
        pass_time(settings.AXES_COOLOFF_TIME)
        guess(times=FREE - 1)
        assert log_in(Client(), address=STRANGER).status_code == 302


class TestPasses:
    """A link makes a new browser known for an account; the password is asked as ever."""

    def link(self, client: Client, account: str = "") -> str:
        return client.get(reverse("browser_pass"), {"account": account}).context["link"]

    def test_an_editor_under_attack_gets_in_from_a_new_browser(self, editor):
        create_editor("xin", PASSWORD, "编辑")
        known = known_browser("xin")
        log_in(known, name="xin")
        link = self.link(known)
        guess(OFFICE, "xin")
        browser = Client()
        assert log_in(browser, name="xin").status_code == 429
        assert browser.get(link).status_code == 302
        assert log_in(browser, "wrong", name="xin").status_code == 200, "it lets nobody in by itself"
        assert log_in(browser, name="xin").status_code == 302

    def test_a_chief_makes_one_for_a_colleague_an_editor_only_for_themselves(self, chief, editor):
        guess(OFFICE)
        for client, status in ((chief, 302), (editor, 429)):
            browser = Client()
            browser.get(self.link(client, "zhouhe"))
            assert log_in(browser).status_code == status
        root = User.objects.create_superuser("root", password=PASSWORD, is_staff=True)
        assert chief.get(reverse("browser_pass"), {"account": root.username}).status_code == 404

    def test_however_often_it_is_used_its_failures_are_counted_together(self, chief):
        link = self.link(chief, "zhouhe")
        for n in range(FREE):
            browser = Client()
            browser.get(link)
            assert log_in(browser, f"wrong-{n}").status_code == 200
        browser = Client()
        browser.get(link)
        assert log_in(browser, "wrong").status_code == 429

    def test_an_operator_makes_one_for_a_chief_whom_nobody_can_help(self, settings, capsys):
        settings.SITE_URL = "https://news.example.cn"
        guess(OFFICE)
        browser = Client()
        assert log_in(browser).status_code == 429
        call_command("login_link", "zhouhe")
        link = capsys.readouterr().out.split()[0]
        assert link.startswith("https://news.example.cn/admin/")
        assert browser.get(link.removeprefix(settings.SITE_URL)).status_code == 302
        assert log_in(browser, "wrong").status_code == 200, "it lets nobody in by itself"
        assert log_in(browser).status_code == 302

    def test_an_operator_is_told_who_has_an_account(self):
        with pytest.raises(CommandError, match="没有能登录 /admin/ 的账号“nobody”。现有：zhouhe"):
            call_command("login_link", "nobody")

    def test_it_expires_and_cannot_be_forged(self, chief, client, clock):
        link = self.link(chief, "zhouhe")
        assert client.get(link.rstrip("/") + "x/").status_code == 404
        clock.shift(PASS_LASTS + datetime.timedelta(seconds=1))
        assert client.get(link).status_code == 404
        clock.shift(-PASS_LASTS)
        assert client.get(link).status_code == 302
        assert client.get(reverse("browser_pass")).status_code == 302


def text_of(answer) -> str:
    lines = answer.content.decode().splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)


def test_the_address_stands_where_the_proxy_says(settings):
    settings.CLIENT_ADDRESS = "HTTP_X_REAL_IP"
    for n in range(FREE_OF_ADDRESS):
        Client().post(LOGIN, {"username": f"name{n}", "password": "w"}, headers={"x-real-ip": STRANGER})
    right = {"username": "zhouhe", "password": PASSWORD}
    assert Client().post(LOGIN, right, headers={"x-real-ip": STRANGER}).status_code == 429
    assert Client().post(LOGIN, right, headers={"x-real-ip": OFFICE}).status_code == 302


@given(st.integers(0, 10**6), st.integers(1, 100))
def test_waits_grow_with_failures_and_end_at_the_longest(failures, free):
    wait, next_wait = wait_after(failures, free), wait_after(failures + 1, free)
    assert datetime.timedelta(0) <= wait <= next_wait <= LONGEST
    assert (wait == datetime.timedelta(0)) == (failures < free)
