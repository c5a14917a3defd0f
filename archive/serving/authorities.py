"""Addresses of names that lead on: of a spelling that was merged, of a name that was given up."""

from django.http import HttpRequest, HttpResponsePermanentRedirect


def leads_on(request: HttpRequest, where: str) -> HttpResponsePermanentRedirect:
    """To the same list at its address now, for good (RFC 9110, 301: search engines take the new address for the old).
    It is asked for anew each time, as an editor may take a merge back."""
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponsePermanentRedirect(f"{where}?{query}" if query else where)
    response.headers["Cache-Control"] = "no-cache"
    return response
