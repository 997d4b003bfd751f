"""An address in, an HTTP session for its server out: retries, time limits, credentials from the environment.

`KG_USER` and `KG_PASSWORD` are sent as Basic authentication, or Digest where `KG_AUTH=digest`; `KG_TOKEN` as a bearer's.
Nothing of them is ever logged or part of a message.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kg.errors import EndpointError, UsageError

if TYPE_CHECKING:
    import requests

USER, PASSWORD, TOKEN, AUTH = "KG_USER", "KG_PASSWORD", "KG_TOKEN", "KG_AUTH"
TRIES = 5
"""How often a server that is busy (429, 502, 503, 504) is asked again, waiting longer each time or as it says."""
BUSY = (429, 502, 503, 504)
CONNECT, READ = 10.0, 600.0
"""Seconds for a connection, and between two parts of an answer."""
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


def checked(url: str) -> str:
    """An address of a server.

    Raises:
        UsageError: it is none, or holds a password.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(url, "不是服务器的地址", "应写作 http://… 或 https://…")
    if parts.username or parts.password:
        raise UsageError(parts.hostname, "地址里不要写用户名和密码", f"请用环境变量 {USER} 和 {PASSWORD}，或 {TOKEN}")
    return url


def session(url: str, wait: float = 0.5) -> requests.Session:
    """A session for the server at an address; `wait` seconds are the first pause before a busy one is asked again.

    Raises:
        UsageError: no address, or credentials that would travel in the clear or that make no sense.
    """
    import requests
    from requests.adapters import HTTPAdapter
    from urllib3.util import Retry

    checked(url)

    class Limited(requests.Session):
        def request(self, method: str | bytes, url: str | bytes, *args: Any, **options: Any) -> requests.Response:
            options.setdefault("timeout", (CONNECT, READ))
            return super().request(method, url, *args, **options)

    made = Limited()
    retry = Retry(
        total=TRIES,
        connect=2,
        read=2,
        status=TRIES,
        backoff_factor=wait,
        status_forcelist=BUSY,
        allowed_methods=None,
        raise_on_status=False,
        respect_retry_after_header=True,
    )
    for scheme in ("http://", "https://"):
        made.mount(scheme, HTTPAdapter(max_retries=retry))
    made.headers["User-Agent"] = "streetkg"
    made.auth = _credentials(url)
    return made


def _credentials(url: str) -> Any:
    from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

    class Bearer(AuthBase):
        def __init__(self, token: str) -> None:
            self._token = token

        def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
            request.headers["Authorization"] = f"Bearer {self._token}"
            return request

    user, password, token = (os.environ.get(name, "") for name in (USER, PASSWORD, TOKEN))
    sort = os.environ.get(AUTH, "basic").lower()
    if sort not in ("basic", "digest"):
        raise UsageError(AUTH, f"没有这种认证方式：{sort}", "可用：basic digest")
    if not token and not user:
        return None
    parts = urlsplit(url)
    if parts.scheme == "http" and parts.hostname not in _LOCAL and (token or sort == "basic"):
        raise UsageError(parts.hostname or url, "不会用 http 明文传送密码", "请用 https 地址")
    if token:
        return Bearer(token)
    # As bytes, so that a password in Chinese is UTF-8 and no error.
    return HTTPDigestAuth(user, password) if sort == "digest" else HTTPBasicAuth(user.encode(), password.encode())


def refused(url: str, response: requests.Response) -> EndpointError:
    """What a server's refusal means."""
    code = response.status_code
    if code in (401, 403):
        return EndpointError(
            url,
            f"服务器要求认证或不允许（{code}）",
            f"请设环境变量 {USER} 和 {PASSWORD}（{AUTH}=digest 时用摘要认证），或 {TOKEN}",
        )
    if code == 404:
        return EndpointError(url, "服务器上没有这个地址（404）", "请检查地址")
    if code in BUSY:
        return EndpointError(url, f"服务器一直忙（{code}），试了 {TRIES + 1} 次", "请过一会儿再试")
    said = " ".join(response.text[:200].split())
    return EndpointError(url, f"服务器出错（{code}{'：' + said if said else ''}）")


def unreachable(url: str, error: Exception) -> EndpointError:
    """What the failure of a connection means."""
    from requests import ConnectionError, Timeout
    from requests.exceptions import ChunkedEncodingError, ContentDecodingError, SSLError

    if isinstance(error, SSLError):
        return EndpointError(url, "服务器的证书不对", "请检查地址，或由管理员更换证书")
    if isinstance(error, Timeout):
        return EndpointError(url, "服务器没有在时限内回答", "请过一会儿再试")
    if isinstance(error, ChunkedEncodingError | ContentDecodingError):
        return EndpointError(url, "服务器的回答没有发完就断了", "请再试一次")
    if isinstance(error, ConnectionError):
        return EndpointError(url, "连不上服务器", "请检查地址，以及服务器是否在运行")
    return EndpointError(url, f"与服务器通信时出错（{type(error).__name__}）")
