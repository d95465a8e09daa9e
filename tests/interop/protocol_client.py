#!/usr/bin/python3
"""docs/protocol.md as a client: runs its `$ curl ...`, says its frames after `>`, and holds what comes to what
stands after `<` and below the commands, all in the document's order. There `...` stands for anything, and a
word in capitals for what it says is to be filled in. Ends with 1 at the first thing that is otherwise.

Tells what happens as lines of JSON. Environment:
    WS_URL, HTTP_URL, CONTROL_URL    where the server is
    PROTOCOL                         the document
"""

import asyncio
import base64
import json
import os
import pathlib
import re
import subprocess
import sys

import websockets

DOCUMENT = pathlib.Path(os.environ["PROTOCOL"]).read_text()
PING = '{"type":"ping"}'
PATIENCE_S = 5


def tell(event, text):
    print(json.dumps({"event": event, "text": text}, ensure_ascii=False), flush=True)


def find(pattern):
    """What the document's prose says there."""
    return re.search(pattern, DOCUMENT)[1]


def steps():
    """("$", command, what it prints), (">", frame) and ("<", frame), lines of a frame as one."""
    for block in re.findall(r"^```(?:console|text)\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL):
        for sign, text in re.findall(r"^([$><]) (.*(?:\n(?![$><] ).*)*)", block, re.MULTILINE):
            if sign == "$":
                yield sign, *text.rstrip("\n").partition("\n")[::2]
            else:
                yield sign, "".join(line.strip() for line in text.splitlines())


def expect(wanted, heard):
    """`...` after a brace is any members or rows, after a colon a value, and otherwise a part of a text."""
    pattern = re.escape(wanted)
    for before, anything in ((r"[{}]", ".*"), (":", r"[^{}\[\]\",]+"), ("", r'[^"]*')):
        pattern = re.sub(rf"({before})\\\.\\\.\\\.", lambda found: found[1] + anything, pattern)
    if not re.fullmatch(pattern, heard):
        sys.exit(f"docs/protocol.md has\n    {wanted}\nand what came is\n    {heard}")


class Client:
    def __init__(self, socket):
        self.socket = socket
        text = find(r"`BASE64` is that of `(.*?)`")
        self.words = {"BASE64": base64.b64encode(text.encode()).decode()}

    def fill_in(self, text):
        return re.sub(f'"({"|".join(self.words)})"', lambda word: f'"{self.words[word[1]]}"', text)

    def run(self, command, wanted):
        for port, url in (("18084", "HTTP_URL"), ("18085", "CONTROL_URL")):
            command = command.replace(f"http://127.0.0.1:{port}", os.environ[url])
        tell("ran", command)
        printed = subprocess.run(command, shell=True, stdout=subprocess.PIPE, text=True, timeout=PATIENCE_S).stdout
        expect(wanted, printed.rstrip("\n"))
        token = re.search(r'"accessToken":"(.*?)"', printed)
        if token:
            self.words["TOKEN"] = token[1]

    async def say(self, frame):
        frame = self.fill_in(frame)
        tell("said", frame)
        unknown = re.search(r'"[A-Z][A-Z0-9]+"', frame)
        if unknown:
            sys.exit(f"what is to be filled in for {unknown[0]}?")
        await self.socket.send(frame)

    async def next_frame(self, wanted):
        """Pings come when they like: one is passed over unless it is wanted."""
        while (heard := await self.socket.recv()) == PING != wanted:
            pass
        return heard

    async def hear(self, wanted):
        try:
            heard = await asyncio.wait_for(self.next_frame(wanted), PATIENCE_S)
        except asyncio.TimeoutError:
            heard = "nothing"
        tell("heard", heard)
        expect(self.fill_in(wanted), heard)
        headers = json.loads(heard).get("headers")
        if headers:  # what an acknowledgement repeats
            self.words.update(MID=headers["mid"], SID=headers["sid"])


async def live():
    cookie = find(r"`Cookie: (.*?)`")
    async with websockets.connect(os.environ["WS_URL"], extra_headers=[("Cookie", cookie)]) as socket:
        client = Client(socket)
        for sign, text, *printed in steps():
            if sign == ">":
                await client.say(text)
            elif sign == "<":
                await client.hear(text)
            elif text.startswith("curl "):
                client.run(text, *printed)


asyncio.run(live())
