"""The interface in a browser: only on this laptop, only for whoever has the link, once, and from nowhere else."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import re
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pyte
import pytest
from yarl import URL

from recorder.browser import Gate
from recorder.config import Config
from recorder.domain import Status
from recorder.templates import load_template
from tests.conftest import make_vault, record_visit, reopen

pytestmark = pytest.mark.terminal
PATIENCE = 60.0  # seconds, on a busy machine


@dataclass
class Served:
    """A running `casescribe serve`."""

    link: str
    pid: int

    @property
    def host(self) -> str:
        return self.link.split("/")[2]

    @property
    def front(self) -> str:
        return f"http://{self.host}/"

    async def come_in(self, session: aiohttp.ClientSession) -> str:
        """Use the link; the address that it leads to."""
        async with session.get(self.link, allow_redirects=False) as answer:
            assert answer.status == 303
            return f"http://{self.host}{answer.headers['Location']}"


@pytest.fixture
async def served(config: Config) -> AsyncIterator[Served]:
    """The sample of a vault with one visit's draft, behind a browser's door."""
    make_vault(config, sample=True)
    opened = reopen(config)
    opened.recorder.process(record_visit(opened, "CASE-1"))
    opened.close()
    environ = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PYTHONUNBUFFERED": "1"}
    words = (sys.executable, "-m", "recorder", "--vault", str(config.vault_dir), "serve")
    program = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.PIPE, env=environ)
    assert program.stdout is not None
    async with asyncio.timeout(PATIENCE):
        while not (found := re.search(r"http://\S+", (await program.stdout.readline()).decode())):
            assert program.returncode is None
    yield Served(found[0], program.pid)
    program.send_signal(signal.SIGINT)
    await program.communicate()


async def status(session: aiohttp.ClientSession, url: str, **headers: str) -> int:
    async with session.get(url, headers=headers, allow_redirects=False) as answer:
        return answer.status


async def test_the_link_works_once_and_nothing_works_without_it(served: Served) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as mine, aiohttp.ClientSession() as other:
        assert await status(other, served.front) == 403
        assert await status(other, served.link[:-1]) == 403, "a wrong token"
        room = await served.come_in(mine)
        assert len(room) > len(served.front) + 16, "a path that nobody can guess"
        assert await status(other, served.link) == 403, "the same link a second time"
        assert await status(other, room) == 403
        assert not mine.cookie_jar.filter_cookies(URL(served.front)), "no other path, so no other program, gets the cookie"
        async with mine.get(room) as answer:
            page, headers = await answer.text(), answer.headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        elsewhere = [u for u in re.findall(r'(?:https?|ws):?//[^"\' )]+', page) if served.host not in u]
        assert not elsewhere, "the page asks for nothing from another place"
        for file in re.findall(r'"(static/[^"]+)"', page):
            assert await status(mine, f"{room}{file}") == 200
        for file in ("../server.py", "%2e%2e/server.py", "images/background.png", ""):
            assert await status(mine, f"{room}static/{file}") == 404


async def test_other_sites_names_and_machines_are_refused(served: Served) -> None:
    port = served.host.split(":")[1]
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as mine:
        assert await status(mine, served.link, Host=f"evil.example:{port}") == 403, "a name that points here"
        room = await served.come_in(mine)  # the refused request did not use the link up
        assert await status(mine, room, Host=f"evil.example:{port}") == 403
        assert await status(mine, room, Origin="http://evil.example") == 403
        for site in ("cross-site", "same-site"):
            assert await status(mine, room, **{"Sec-Fetch-Site": site}) == 403
        assert await status(mine, room) == 200
        for origin in (None, "null", "http://evil.example", "http://127.0.0.1:1"):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await mine.ws_connect(f"{room}ws", origin=origin)
            assert refused.value.status == 403
    listening = Path(f"/proc/{served.pid}/net/tcp").read_text(encoding="ascii")
    here = [line.split()[1] for line in listening.splitlines()[1:] if line.split()[3] == "0A"]
    assert f"0100007F:{int(port):04X}" in here, "it listens on 127.0.0.1"
    assert f"00000000:{int(port):04X}" not in here
    assert "Seccomp:\t2" in Path(f"/proc/{served.pid}/status").read_text(encoding="ascii"), "and can open no other socket"


async def test_the_visits_come_through_the_websocket(served: Served) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as mine:
        room = await served.come_in(mine)
        async with mine.ws_connect(f"{room}ws?width=100&height=30", origin=f"http://{served.host}") as window:
            for odd in ("not json", "[]", '["resize", {"width": "x"}]', '["stdin", 3]', '["resize", null]'):
                await window.send_str(odd)
            drawn = ""
            async with asyncio.timeout(PATIENCE):
                while "Home visit · CASE-1" not in drawn:
                    drawn += (await window.receive_bytes()).decode(errors="replace")
                await window.send_json(["stdin", "q"])
                while (await window.receive()).type != aiohttp.WSMsgType.CLOSE:
                    pass


def test_the_gate_opens_for_one() -> None:
    gate = Gate(8000)
    assert gate.enter("") is None
    assert not gate.knows("")
    assert not gate.knows(None)
    cookie = gate.enter(gate.token)
    assert cookie
    assert gate.knows(cookie)
    assert gate.enter(gate.token) is None
    assert not gate.is_from_here({"Host": "localhost:8000"})
    assert not gate.is_from_here({"Host": gate.host, "Origin": "null"})
    assert not gate.is_from_here({"Host": gate.host, "Sec-Fetch-Site": "same-site"}), "another port of this address"
    assert gate.is_from_here({"Host": gate.host, "Sec-Fetch-Site": "none"})


@pytest.mark.skipif(not shutil.which("chromium"), reason="no Chromium here; CI installs it")
async def test_from_the_draft_to_the_signature_in_a_real_browser(served: Served, config: Config, tmp_path: Path) -> None:
    words = ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-port=0")
    browser = await asyncio.create_subprocess_exec(
        "chromium",
        *words,
        "--disable-background-networking",
        f"--user-data-dir={tmp_path / 'profile'}",
        "--window-size=1000,700",
        "about:blank",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        assert browser.stderr is not None
        async with asyncio.timeout(PATIENCE):
            while not (found := re.search(r"ws://(\S+?)/", (await browser.stderr.readline()).decode())):
                pass
            async with aiohttp.ClientSession() as session:
                async with session.get(f"http://{found[1]}/json/list") as answer:
                    (tab,) = [t for t in await answer.json() if t["type"] == "page"]
                async with session.ws_connect(tab["webSocketDebuggerUrl"]) as tools:
                    await journey(DevTools(tools), served)
    finally:
        browser.terminate()
        await browser.communicate()
    signed = reopen(config)
    assert [v.status for v in signed.recorder.visits()] == [Status.APPROVED]
    signed.vault.close()


class DevTools:
    """Chromium's own protocol, as far as a person's eyes and hands need it."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket, self._last = socket, 0
        self.asked: list[str] = []  # every address that the page asked for
        self._screen = pyte.Screen(300, 100)  # at least as large as the page's terminal
        self._drawn = pyte.ByteStream(self._screen)  # what came through the page's own websocket

    async def do(self, method: str, **params: Any) -> Any:
        self._last += 1
        await self._socket.send_json({"id": self._last, "method": method, "params": params})
        while True:
            said = json.loads((await self._socket.receive()).data)
            match said.get("method"), said.get("params"):
                case "Network.requestWillBeSent", about:
                    self.asked.append(about["request"]["url"])
                case "Network.webSocketFrameReceived", {"response": {"opcode": 2, "payloadData": data}}:
                    self._drawn.feed(base64.b64decode(data))
            if said.get("id") == self._last:
                assert "error" not in said, said
                return said["result"]

    async def evaluate(self, expression: str) -> str:
        return str((await self.do("Runtime.evaluate", expression=expression, returnByValue=True))["result"].get("value"))

    async def until(self, words: str) -> None:
        """Wait until the words stand on the page."""
        for _ in range(300):
            text = await self.evaluate("document.title + ' ' + document.body.className + ' ' + document.body.innerText")
            if words in text:
                return
            await asyncio.sleep(0.1)
        raise AssertionError(f"nobody reads “{words}” in:\n{text}")

    async def sees(self, *words: str) -> None:
        """Wait until the words are drawn in the page's terminal."""
        for _ in range(300):
            await self.evaluate("0")  # what came meanwhile is taken in
            read = "\n".join(line.rstrip() for line in self._screen.display)
            if all(word in read for word in words):
                return
            await asyncio.sleep(0.1)
        raise AssertionError(f"nobody reads {words} in:\n{read}")

    async def press(self, *keys: str) -> None:
        for key in keys:
            code, text, held = _KEYS.get(key, (0, key, 0))
            about = {
                "key": key if len(key) > 1 else text or key,
                "windowsVirtualKeyCode": code,
                "modifiers": held,
                "text": text,
            }
            await self.do("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", **about)
            await self.do("Input.dispatchKeyEvent", type="keyUp", key=about["key"], windowsVirtualKeyCode=code)


_KEYS = {"Enter": (13, "\r", 0), "Tab": (9, "", 0), "Escape": (27, "", 0), "Ctrl+S": (83, "", 2)}  # code, text, what is held


async def journey(tools: DevTools, served: Served) -> None:
    await tools.do("Network.enable")
    await tools.do("Page.enable")
    await tools.do("Page.navigate", url=served.front)
    await tools.until("Refused. Open the link")
    await tools.do("Page.navigate", url=served.link)
    await tools.until("Casescribe -loaded -first-byte")
    assert "token" not in await tools.evaluate("location.href"), "the token does not stay in the address"
    assert await tools.evaluate("document.cookie") == "", "no script can read the cookie"
    await tools.sees("Home visit · CASE-1", "draft waits")
    await tools.do("Input.dispatchMouseEvent", type="mousePressed", x=400, y=500, button="left", clickCount=1)
    await tools.do("Input.dispatchMouseEvent", type="mouseReleased", x=400, y=500, button="left", clickCount=1)
    await tools.press("?")
    await tools.sees("These are the visits on this laptop")
    await tools.press("?")
    await sign_the_note(tools)
    await tools.press("q")
    await tools.until("Everything that you saved is stored.")
    assert {url.split("/")[2] for url in tools.asked if url.startswith(("http", "ws"))} == {served.host}
    await tools.do("Page.navigate", url=served.link)
    await tools.until("was used already")


async def sign_the_note(tools: DevTools) -> None:
    await tools.press("Enter")
    await tools.sees("s1 rests on turn 1", "▌ Donna", "He missed Monday and Tuesday.")
    await tools.press("n")
    await tools.sees("s2 rests on turn 2", "▌ Tyler", "You must confirm")
    await tools.press("c")
    await tools.sees("✓ You confirmed it.")
    await tools.press("w")
    for section in load_template("child_in_need_visit").human_sections:
        await tools.sees(" ".join(section.guidance.split()[:3]))
        await tools.press("M", "y", "Tab")
    await tools.press("Ctrl+S")
    await tools.sees("1 thing to do")
    await tools.press("d")
    await tools.sees("He hit me once, last year.")
    await tools.press("1")
    await tools.sees("put aside")
    await tools.press("Escape")
    await tools.sees("All is done.")
    await tools.press("p")
    await tools.sees("Approve this note?")
    await tools.press("Tab", "Enter")
    await tools.sees("The note is approved and signed.")
    await tools.press("Enter")
    await tools.sees("Signed, so read only.")
    await tools.press("Escape")
    await tools.sees("Casescribe · your visits", "approved and signed")  # or Escape and the next key arrive as Alt and a key
