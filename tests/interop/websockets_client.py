#!/usr/bin/python3
"""A client on Debian's python3-websockets, dressed as the Python clients of Xianyu dress (protocol.md 1): Host
and Connection as extra headers, so that they are on the wire twice, and a cookie. It fetches a token over
HTTP, registers on each connection, sends heartbeats and leaves a server that does not answer them,
acknowledges pushes and decodes chat messages, and comes back with a delay that grows.

Tells what happens as lines of JSON until it is terminated. Environment:
    WS_URL, HTTP_URL    where the server is
"""

import asyncio
import base64
import hashlib
import json
import os
import random
import signal
import struct
import time
import urllib.parse
import urllib.request

import websockets

HEARTBEAT_S, SILENCE_S, RECONNECT_S, RECONNECT_CAP_S = 2, 5, 1, 4
USER = "2200000000004"
DEVICE = f"0A1B2C3D-4E5F-4A6B-8C7D-0E1F2A3B4C5E-{USER}"
APP_KEY = "444e9908a51d1cb236a27862abc769c9"
SIGN_KEY = "0123456789abcdef0123456789abcdef"
COOKIE = f"unb={USER}; cookie2=made-up; _m_h5_tk={SIGN_KEY}_1999999999999; _m_h5_tk_enc=x"
HEADERS = [
    ("Cookie", COOKIE),
    ("Host", "wss-goofish.dingtalk.com"),
    ("Connection", "Upgrade"),
    ("Pragma", "no-cache"),
    ("Cache-Control", "no-cache"),
    ("User-Agent", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/133.0.0.0 Safari/537.36"),
    ("Origin", "https://www.goofish.com"),
    ("Accept-Encoding", "gzip, deflate, br, zstd"),
    ("Accept-Language", "zh-CN,zh;q=0.9"),
]


def tell(event, **more):
    print(json.dumps({"event": event, **more}, ensure_ascii=False), flush=True)


def mid():
    return f"{random.randrange(1000)}{int(time.time() * 1000)} 0"


def fetch_token():
    api = "mtop.taobao.idlemessage.pc.login.token"
    moment = str(int(time.time() * 1000))
    data = json.dumps({"appKey": APP_KEY, "deviceId": DEVICE}, separators=(",", ":"))
    sign = hashlib.md5(f"{SIGN_KEY}&{moment}&34839810&{data}".encode()).hexdigest()
    query = {"jsv": "2.7.2", "appKey": "34839810", "t": moment, "sign": sign, "v": "1.0", "type": "originaljson",
             "dataType": "json", "timeout": "20000", "api": api}
    request = urllib.request.Request(
        f"{os.environ['HTTP_URL']}/h5/{api}/1.0/?{urllib.parse.urlencode(query)}",
        urllib.parse.urlencode({"data": data}).encode(), {"Cookie": COOKIE})
    with urllib.request.urlopen(request, timeout=3) as response:
        token = json.load(response)["data"]["accessToken"]
    tell("token")
    return token


class Unpacker:
    """MessagePack, as far as pushes use it."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, size):
        self.at += size
        return self.data[self.at - size:self.at]

    def number(self, layout):
        return struct.unpack(">" + layout, self.take(struct.calcsize(layout)))[0]

    def value(self):
        head = self.number("B")
        if head < 0x80 or head >= 0xe0:
            return head if head < 0x80 else head - 0x100
        if head < 0x90:
            return self.map(head & 0x0f)
        if head < 0xa0:
            return [self.value() for _ in range(head & 0x0f)]
        if head < 0xc0:
            return self.take(head & 0x1f).decode()
        if head in (0xc0, 0xc2, 0xc3):
            return {0xc0: None, 0xc2: False, 0xc3: True}[head]
        if 0xca <= head <= 0xd3:
            return self.number("fdBHIQbhiq"[head - 0xca])
        if 0xd9 <= head <= 0xdb:
            return self.take(self.number("BHI"[head - 0xd9])).decode()
        if head in (0xdc, 0xdd):
            return [self.value() for _ in range(self.number("HI"[head - 0xdc]))]
        if head in (0xde, 0xdf):
            return self.map(self.number("HI"[head - 0xde]))
        raise ValueError(f"MessagePack {head:#x}")

    def map(self, size):
        return {self.value(): self.value() for _ in range(size)}


class Connection:
    def __init__(self, socket):
        self.socket = socket
        self.asked = {}  # what awaits its answer, by mid
        self.unanswered_since = None
        self.registered = asyncio.Event()

    async def request(self, lwp, body=None, **headers):
        frame = {"lwp": lwp, "headers": {"mid": mid(), **headers}}
        if body is not None:
            frame["body"] = body
        self.asked[frame["headers"]["mid"]] = lwp
        await self.socket.send(json.dumps(frame))

    async def register(self, token):
        await self.request("/reg", **{
            "cache-header": "app-key token ua wv", "app-key": APP_KEY, "token": token, "ua": "Mozilla/5.0",
            "dt": "j", "wv": "im:3,au:3,sy:6", "sync": "0,0;0;0;", "did": DEVICE})

    async def read(self):
        async for text in self.socket:
            frame = json.loads(text)
            if "lwp" in frame:
                await self.see_push(frame)
            else:
                await self.see_answer(self.asked.pop(frame["headers"]["mid"], None), frame["code"])

    async def see_push(self, frame):
        await self.socket.send(json.dumps({"code": 200, "headers": frame["headers"]}))
        for item in frame.get("body", {}).get("syncPushPackage", {}).get("data", []):
            message = Unpacker(base64.b64decode(item["data"])).value()
            if isinstance(message.get(1), dict) and 10 in message[1]:
                tell("decoded", text=message[1][10]["reminderContent"])

    async def see_answer(self, asked, code):
        if code != 200:
            tell("refused", what=asked, code=code)
        elif asked == "/reg":
            now = int(time.time() * 1000)
            await self.request("/r/SyncStatus/ackDiff", [{
                "pipeline": "sync", "tooLong2Tag": "PNM,1", "channel": "sync", "topic": "sync", "highPts": 0,
                "pts": now * 1000, "seq": 0, "timestamp": now}])
        elif asked == "/r/SyncStatus/ackDiff":
            tell("registered")
            self.registered.set()
        elif asked == "/!":
            tell("heartbeat")
            self.unanswered_since = None

    async def send_heartbeats(self):
        await self.registered.wait()
        while self.unanswered_since is None or time.monotonic() - self.unanswered_since < SILENCE_S:
            if self.unanswered_since is None:
                self.unanswered_since = time.monotonic()
            await self.request("/!")
            await asyncio.sleep(HEARTBEAT_S)
        tell("silence")
        self.socket.transport.abort()


async def live():
    token = await asyncio.get_running_loop().run_in_executor(None, fetch_token)
    failures = 0
    while True:
        connection = None
        try:
            async with websockets.connect(os.environ["WS_URL"], extra_headers=HEADERS, open_timeout=3,
                                          close_timeout=1) as socket:
                tell("open")
                connection = Connection(socket)
                await connection.register(token)
                heartbeats = asyncio.create_task(connection.send_heartbeats())
                try:
                    await connection.read()
                finally:
                    heartbeats.cancel()
        except (OSError, asyncio.TimeoutError, websockets.WebSocketException) as error:
            tell("error", message=str(error))
        if connection and connection.registered.is_set():
            failures = 0
        failures += 1
        tell("close")
        await asyncio.sleep(min(failures * RECONNECT_S, RECONNECT_CAP_S))


signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
asyncio.run(live())
