"""A link that makes a new browser known before its first log-in: for editors whom a guesser would keep waiting.

It lets nobody in, the password is asked as ever; only strangers' failures count no more."""

from django.contrib import admin
from django.contrib.auth.models import User
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from archive.admin.accounts import is_within_reach
from archive.admin.base import signed_in
from archive.admin.login_limits import remember
from archive.services.login_links import PASS_LASTS, pass_of, read_pass


@never_cache
def browser_pass(request: HttpRequest) -> HttpResponse:
    """The link for one's own account; who manages accounts makes one for `?account=`."""
    user = signed_in(request)
    manages = user.has_perm("auth.change_user")
    name = request.GET.get("account", "") if manages else ""
    account = User.objects.filter(username=name, is_staff=True).first() if name else user
    context = {**admin.site.each_context(request), "title": "登记新浏览器", "manages": manages, "account": account}
    if account is None or not (account == user or is_within_reach(request, account)):
        return render(request, "admin/browser_pass.html", context | {"account": None, "unknown": name}, status=404)
    link = request.build_absolute_uri(reverse("known_browser", args=[pass_of(account.get_username())]))
    minutes = int(PASS_LASTS.total_seconds() // 60)
    return render(request, "admin/browser_pass.html", context | {"link": link, "minutes": minutes})


@never_cache
def known_browser(request: HttpRequest, token: str) -> HttpResponse:
    """Opened in the new browser: on to its log-in."""
    try:
        name, browser = read_pass(token)
    except signing.BadSignature as error:
        raise Http404("这个登记链接已过期或不完整，请再要一个。") from error
    response = redirect("admin:login")
    remember(request, response, name, browser)
    return response
