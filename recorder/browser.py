"""The interface in this laptop's own browser, for those who cannot use a terminal: on 127.0.0.1, for one person, once.

textual-serve draws; the server is ours, because its own lets in whoever can reach the port. Who may come in:

    a link with a token, which works once and is exchanged for a cookie that only this browser has; it is bound to a path
    that nobody can guess, because browsers send cookies to every port of an address, so to other programs' servers too
    the Host header must be this very address, so that no name that points here (DNS rebinding) is served
    the Origin, where there is one, must be this page's, on the websocket always; other sites' pages are refused
    nothing but the files of this program is sent, and the page may load nothing from anywhere else (its policy says so)

The listening socket is made first; then the process is shut off from the network like every other, and the interface runs
as a child behind the same fence. What it cannot keep out: another program of the same user, as in any terminal.
"""

from __future__ import annotations

import hmac
import secrets
import socket
from collections.abc import Awaitable, Callable, Mapping
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recorder.errors import Refused

if TYPE_CHECKING:
    from aiohttp import web

ADDRESS = "127.0.0.1"
COOKIE = "casescribe"
_FILES = frozenset(
    {
        "css/xterm.css",
        "js/textual.js",
        "fonts/RobotoMono-VariableFont_wght.ttf",
        "fonts/RobotoMono-Italic-VariableFont_wght.ttf",
    }
)
_MOST_CELLS = 1000  # a wider or higher window than anybody has


def listen(port: int = 0) -> socket.socket:
    """A listening socket on the loopback address; port 0 takes a free one. Raises `Refused`."""
    try:
        return socket.create_server((ADDRESS, port), backlog=16)
    except OSError as exc:
        raise Refused(f"Port {port} of this laptop cannot be used: {exc.strerror}.", "Choose another with --port.") from exc


class Gate:
    """Who may come in."""

    def __init__(self, port: int) -> None:
        self.host = f"{ADDRESS}:{port}"
        self.token = secrets.token_urlsafe(32)
        self.room = f"/{secrets.token_urlsafe(16)}/"  # the path under which everything is
        self._session = ""  # the cookie's value, once the token was used

    @property
    def link(self) -> str:
        """What the person opens; it works once."""
        return f"http://{self.host}/enter?token={self.token}"

    def enter(self, token: str) -> str | None:
        """The cookie for the first who shows the token; None for everybody else."""
        if self._session or not hmac.compare_digest(token.encode(), self.token.encode()):
            return None
        self._session = secrets.token_urlsafe(32)
        return self._session

    def is_from_here(self, headers: Mapping[str, str], *, websocket: bool = False) -> bool:
        """Whether a request was aimed at this address, and not by another site's page."""
        origin = headers.get("Origin")
        right_origin = origin == f"http://{self.host}" or (origin is None and not websocket)
        from_us = headers.get("Sec-Fetch-Site", "none") in {"none", "same-origin"}
        return headers.get("Host") == self.host and right_origin and from_us

    def knows(self, cookie: str | None) -> bool:
        """Whether this is the browser that came in."""
        return bool(self._session and cookie) and hmac.compare_digest((cookie or "").encode(), self._session.encode())


def security_headers(host: str) -> dict[str, str]:
    """What every answer carries: nothing from elsewhere, nowhere else to go, nothing kept."""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; "
        f"connect-src ws://{host}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


def make_server(gate: Gate, command: str) -> web.Application:
    """The web application; `command` starts the interface, once for each window."""
    from aiohttp import web

    @web.middleware
    async def guarded(request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> Any:
        is_socket = request.path.endswith("/ws")
        if not gate.is_from_here(request.headers, websocket=is_socket):
            answer: web.StreamResponse = web.Response(status=403, text="Refused: this is not where Casescribe was opened.\n")
        elif request.path != "/enter" and not gate.knows(request.cookies.get(COOKIE)):
            answer = web.Response(status=403, text="Refused. Open the link that “casescribe serve” printed; it works once.\n")
        else:
            answer = await handler(request)
        if not answer.prepared:
            answer.headers.update(security_headers(gate.host))
        return answer

    app = web.Application(middlewares=[guarded])
    windows = _Windows(command)
    app.add_routes(
        [
            web.get("/enter", lambda request: _enter(gate, request)),
            web.get(gate.room, lambda _request: _page(gate)),
            web.get(gate.room + "static/{name:.+}", _file),
            web.get(gate.room + "ws", windows.open),
        ]
    )
    return app


async def _enter(gate: Gate, request: web.Request) -> web.Response:
    from aiohttp import web

    cookie = gate.enter(request.query.get("token", ""))
    if cookie is None:
        return web.Response(
            status=403, text="Refused. This link is not the right one, or was used already: run “casescribe serve” again.\n"
        )
    answer = web.Response(status=303, headers={"Location": gate.room})
    answer.set_cookie(COOKIE, cookie, httponly=True, samesite="Strict", path=gate.room)
    return answer


async def _page(gate: Gate) -> web.Response:
    from aiohttp import web

    page = resources.files("recorder").joinpath("web/page.html").read_text(encoding="utf-8")
    return web.Response(text=page.replace("WEBSOCKET", f"ws://{gate.host}{gate.room}ws"), content_type="text/html")


async def _file(request: web.Request) -> web.StreamResponse:
    import textual_serve
    from aiohttp import web

    name = request.match_info["name"]
    if name not in _FILES:
        raise web.HTTPNotFound
    return web.FileResponse(Path(textual_serve.__file__).parent / "static" / name)


class _Windows:
    """The interface behind the browser's window: one at a time, for two would be two people at one vault."""

    def __init__(self, command: str) -> None:
        self._command = command
        self._current: web.WebSocketResponse | None = None

    async def open(self, request: web.Request) -> web.StreamResponse:
        """Run the interface for as long as the window is open."""
        from aiohttp import WSCloseCode, web
        from textual_serve.app_service import AppService
        from textual_serve.download_manager import DownloadManager

        if self._current is not None:
            await self._current.close(code=WSCloseCode.GOING_AWAY, message=b"opened in another window")
        window = web.WebSocketResponse(heartbeat=15, max_msg_size=1_000_000)
        await window.prepare(request)
        self._current = window

        async def close() -> None:
            await window.close()

        service = AppService(
            self._command,
            write_bytes=window.send_bytes,
            write_str=_say_nothing,  # the interface asks the browser for no address and no download
            close=close,
            download_manager=DownloadManager(),
        )
        await service.start(_cells(request.query.get("width"), 80), _cells(request.query.get("height"), 24))
        try:
            async for message in window:
                await _hand_on(message, window, service)
        finally:
            await service.stop()
            if self._current is window:
                self._current = None
        return window


async def _hand_on(message: Any, window: web.WebSocketResponse, service: Any) -> None:
    """What the page sends: keys, the window's size, whether it is in front."""
    from aiohttp import WSMsgType

    if message.type != WSMsgType.TEXT:
        return
    try:
        match message.json():
            case ["stdin", str(typed)]:
                await service.send_bytes(typed.encode())
            case ["resize", {"width": width, "height": height}]:
                await service.set_terminal_size(_cells(width, 80), _cells(height, 24))
            case ["ping", data]:
                await window.send_json(["pong", data])
            case ["blur", *_]:
                await service.blur()
            case ["focus", *_]:
                await service.focus()
            case _:
                return
    except ValueError:
        return


async def _say_nothing(_text: str) -> None:
    return None


def _cells(said: object, otherwise: int) -> int:
    return min(max(int(str(said)), 1), _MOST_CELLS) if str(said).isdecimal() and len(str(said)) < 6 else otherwise


async def serve(sock: socket.socket, gate: Gate, command: str) -> None:
    """Serve until it is cancelled."""
    import asyncio

    from aiohttp import web

    runner = web.AppRunner(make_server(gate, command), access_log=None)
    await runner.setup()
    try:
        await web.SockSite(runner, sock).start()
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()
