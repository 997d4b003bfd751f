"""Requests of this machine in, answers of the server over the newest build out.

In front of `oxigraph` stands a small one of our own: it shows a page of links, refuses what comes from other machines'
pages and queries that would call other servers, and when a new build is there it starts a server over that, sends what comes from then on there, and ends the old
one when its last answer is out.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from kg.errors import StreetKGError, UsageError
from kg.query.tokens import service_call, tokens
from kg.serve.backend import Backend, mark
from kg.serve.page import SITE_LINK, SITE_PLACE, page
from kg.site.writing import is_site

if TYPE_CHECKING:
    from aiohttp import web

HOST = "127.0.0.1"
LOOK = 0.5
"""Seconds between two looks for a new build."""
MOST = 10 * 2**20
"""Bytes of a request."""
_PASSED = ("accept", "content-type")
_SHOWN = ("content-type", "content-length")
_FILES = {
    "graph.ttl": "text/turtle; charset=utf-8",
    "facts.jsonl": "application/jsonl; charset=utf-8",
    "build.json": "application/json; charset=utf-8",
}
_LOCAL = frozenset({"127.0.0.1", "localhost", "[::1]"})


def serve(build: Path, port: int, timeout: float, told: Callable[[str], None], site: Path | None = None) -> None:
    """Serve a build until interrupted, and the folder of its site where there is one; `told` is called with lines for people.

    Raises:
        UsageError: no build, a port in use, or a program that is not installed. StreetKGError: the server does not start.
    """
    try:
        from aiohttp import web
    except ImportError:
        raise UsageError("aiohttp", "没有安装", "pip install 'streetkg[server]'") from None
    front = Front(build, timeout, told, site)
    try:
        web.run_app(front.app(), host=HOST, port=port, print=None, access_log=None, handle_signals=True)
    except OSError as error:
        raise UsageError(
            f"{HOST}:{port}", f"不能用这个端口（{error.strerror or error}）", "请用 --port 换一个"
        ) from None
    finally:
        front.stop()


class Front:
    """The server in front: which one answers now, and which ones are still at something."""

    def __init__(self, build: Path, timeout: float, told: Callable[[str], None], site: Path | None = None) -> None:
        self._build, self._timeout, self._told, self._site = build, timeout, told, site
        self._now = Backend(build, timeout)
        self._page = page(self._now.build)
        self._old: list[Backend] = []
        self._all = [self._now]
        self._failed: object = None

    def app(self) -> web.Application:
        """Its routes."""
        from aiohttp import web

        app = web.Application(middlewares=[_middleware()], client_max_size=MOST)
        app.router.add_get("/", self._front_page)
        app.router.add_route("*", "/query", self._query)
        for name in _FILES:
            app.router.add_get(f"/{name}", self._file)
        app.router.add_get("/site/{path:.*}", self._site_file)
        app.cleanup_ctx.append(self._running)
        return app

    def stop(self) -> None:
        """End all servers."""
        for backend in self._all:
            backend.stop()

    async def _running(self, app: web.Application) -> AsyncIterator[None]:
        import aiohttp

        limits = aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=self._timeout + 30)
        # A response is passed on as it comes, not unpacked.
        self._client = aiohttp.ClientSession(
            timeout=limits, connector=aiohttp.TCPConnector(limit=0), auto_decompress=False
        )
        watching = asyncio.create_task(self._watch())
        yield
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching
        await self._client.close()

    async def _front_page(self, request: web.Request) -> web.Response:
        from aiohttp import web

        text = self._page.replace(SITE_PLACE, SITE_LINK if self._has_site() else "")
        return web.Response(text=text, content_type="text/html", headers={"Content-Security-Policy": _POLICY})

    async def _file(self, request: web.Request) -> web.StreamResponse:
        from aiohttp import web

        name = request.path[1:]
        return web.FileResponse(self._build / name, headers={"Content-Type": _FILES[name]})

    async def _site_file(self, request: web.Request) -> web.StreamResponse:
        """A file of the site as it is now; each page has its own policy in it."""
        from aiohttp import web

        if self._site is None or not self._has_site():
            return web.Response(status=404, text="还没有网站，请先运行 kg site\n")
        folder = self._site.resolve()
        file = (folder / (request.match_info["path"] or "index.html")).resolve()
        if not file.is_relative_to(folder) or not file.is_file():
            return web.Response(status=404, text="网站里没有这个文件\n")
        return web.FileResponse(file)

    def _has_site(self) -> bool:
        return self._site is not None and is_site(self._site)

    async def _query(self, request: web.Request) -> web.StreamResponse:
        from aiohttp import ClientError, web
        from yarl import URL

        body = await request.read()
        if any(service_call(tokens(text)) for text in _texts(request, body)):
            return web.Response(status=403, text="不允许 SERVICE：查询不得访问别的服务器\n")
        backend = self._now
        backend.requests += 1
        response: web.StreamResponse | None = None
        try:
            headers = {name: value for name, value in request.headers.items() if name.lower() in _PASSED}
            address = f"{backend.url}/query"
            if request.query_string:
                address += f"?{request.rel_url.raw_query_string}"
            async with self._client.request(
                request.method, URL(address, encoded=True), data=body or None, headers=headers
            ) as answer:
                shown = {name: value for name, value in answer.headers.items() if name.lower() in _SHOWN}
                response = web.StreamResponse(status=answer.status, headers=shown)
                await response.prepare(request)
                async for chunk in answer.content.iter_chunked(64 * 1024):
                    await response.write(chunk)
                await response.write_eof()
                return response
        except ClientError as error:
            if response is not None:
                # What has begun cannot be mended: the client is to see that it is not whole.
                if request.transport is not None:
                    request.transport.close()
                raise
            return web.Response(status=502, text=f"查询没有完成（{type(error).__name__}）\n")
        finally:
            backend.requests -= 1

    async def _watch(self) -> None:
        """Look for a new build, and for servers that have nothing left to do."""
        while True:
            await asyncio.sleep(LOOK)
            current = mark(self._build)
            if (current is not None and current not in (self._now.mark, self._failed)) or not self._now.alive:
                await self._renew(current)
            for backend in [old for old in self._old if not old.requests]:
                self._old.remove(backend)
                self._all.remove(backend)
                await asyncio.to_thread(backend.stop)

    def _started(self) -> Backend:
        """A new server, remembered even if nobody waits for it any more."""
        backend = Backend(self._build, self._timeout)
        self._all.append(backend)
        return backend

    async def _renew(self, current: object) -> None:
        try:
            new = await asyncio.to_thread(self._started)
        except (StreetKGError, OSError) as error:
            self._failed = current  # not tried again until there is another one
            self._told(f"新的图谱用不了，仍用原来的：{error}")
            return
        self._old.append(self._now)
        self._now, self._page = new, page(new.build)
        self._told(f"已换上新的图谱：{len(new.build.info['sources'])} 份报告，{new.build.info['triples']} 个三元组")


def _texts(request: web.Request, body: bytes) -> list[str]:
    """The queries of a request, wherever the protocol has them: in the address, in a form, or alone."""
    address = [value for name, value in request.query.items() if name == "query"]
    content = body.decode("utf-8", "replace")
    if "form" in request.headers.get("Content-Type", "").lower():
        return address + [value for name, value in parse_qsl(content) if name == "query"]
    return [*address, content]


_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def _middleware() -> Any:
    from aiohttp import web

    @web.middleware
    async def only_from_here(
        request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Refuse what a page of another site sends: it may neither ask nor read, whatever name it gives to this machine."""
        host = urlsplit(f"//{request.headers.get('Host', '')}").hostname or ""
        origin = request.headers.get("Origin")
        if host not in _LOCAL and f"[{host}]" not in _LOCAL:
            return web.Response(status=403, text="只服务本机\n")
        # Pictures and links of other sites come without an origin; browsers say where they are from.
        if request.path != "/" and request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            return web.Response(status=403, text="不接受别的网页发来的请求\n")
        if origin is not None and urlsplit(origin).netloc != request.headers.get("Host"):
            return web.Response(status=403, text="不接受别的网页发来的请求\n")
        return await handler(request)

    return only_from_here
