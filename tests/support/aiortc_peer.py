"""A WebRTC client of another make (aiortc), moved by a test: it speaks a tone, and measures what it hears.

The test gives what it shall be as JSON in the first argument, and then one word a line; each is answered by a line of JSON.
"""

import asyncio
import json
import math
import sys
import time
import urllib.parse
import urllib.request
from fractions import Fraction

import aioice.ice
import av
from aiortc import MediaStreamTrack, RTCBundlePolicy, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from websockets.asyncio.client import connect

# The server under test listens on loopback only, which aioice leaves out.
aioice.ice.get_host_addresses = lambda use_ipv4, use_ipv6: ["127.0.0.1"]

RATE = 48_000
PACKET = 960
# Of the source, half of full scale: what comes out of a codec is a little less or more.
LOUDNESS = 16_000
LOUD = 2_000
# 400 Hz, so that every packet has whole waves, and all are the same.
WAVE = b"".join(
    int(LOUDNESS * math.sin(2 * math.pi * 400 * at / RATE)).to_bytes(2, "little", signed=True) for at in range(PACKET)
)
# For so long nothing loud may come, in seconds, until that is called silence.
SILENCE = 1.0
SLOTS = 3
# After so many seconds whatever it is does not happen any more, on however busy a machine.
PATIENCE = 120


class Tone(MediaStreamTrack):
    kind = "audio"

    def __init__(self):
        super().__init__()
        self.begun = time.monotonic()
        self.sent = 0

    async def recv(self):
        await asyncio.sleep(max(0, self.begun + self.sent / RATE - time.monotonic()))
        frame = av.AudioFrame(format="s16", layout="mono", samples=PACKET)
        frame.planes[0].update(WAVE)
        frame.sample_rate = RATE
        frame.pts = self.sent
        frame.time_base = Fraction(1, RATE)
        self.sent += PACKET
        return frame


class Ears:
    """When something loud came last, and how often without a pause."""

    def __init__(self):
        self.last = 0.0
        self.count = 0

    async def listen(self, track):
        while True:
            frame = await track.recv()
            whole = 2 * len(frame.layout.channels) * frame.samples
            samples = memoryview(bytes(frame.planes[0])[:whole]).cast("h")
            energy = math.sqrt(sum(sample * sample for sample in samples) / max(1, len(samples)))
            if energy >= LOUD:
                self.last = time.monotonic()
                self.count += 1

    async def hear(self):
        before = self.count
        while self.count < before + 10:
            await asyncio.sleep(0.02)

    async def hear_nothing(self):
        begun = time.monotonic()
        while time.monotonic() - max(begun, self.last) < SILENCE:
            await asyncio.sleep(0.02)


def request(method, url, key, body=None):
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/sdp"}
    asked = urllib.request.Request(url, body and body.encode(), headers, method=method)
    with urllib.request.urlopen(asked) as answer:
        return answer.status, answer.headers, answer.read().decode()


class Http:
    """A program with a stream key: WHIP or WHEP."""

    def __init__(self, wanted):
        self.url, self.key = wanted["url"], wanted["key"]

    async def offer(self, sdp):
        status, headers, answer = await asyncio.to_thread(request, "POST", self.url, self.key, sdp)
        assert status == 201, status
        self.stream = urllib.parse.urljoin(self.url, headers["Location"])
        return answer

    async def leave(self):
        status, _, _ = await asyncio.to_thread(request, "DELETE", self.stream, self.key)
        assert status == 200, status


class Socket:
    """Someone in the room, over its WebSocket."""

    def __init__(self, wanted):
        self.wanted = wanted
        self.replies = {}

    async def join(self):
        url = self.wanted["url"].replace("http", "ws", 1) + "/ws"
        self.socket = await connect(url, subprotocols=["lyceum.v1"], proxy=None)
        self.reader = asyncio.create_task(self.read())
        data = {"sessionId": self.wanted["code"], "username": self.wanted["name"]}
        return (await self.ask("on.sessionJoin", data))["participantId"]

    async def read(self):
        async for text in self.socket:
            if isinstance(text, str):
                said = json.loads(text)
                if said.get("reply") in self.replies:
                    self.replies.pop(said["reply"]).set_result(said)

    async def ask(self, event, data):
        number = len(self.replies) + int(time.monotonic() * 1000) % 1_000_000_000
        self.replies[number] = asyncio.get_running_loop().create_future()
        reply = self.replies[number]
        await self.socket.send(json.dumps({"event": event, "data": data, "id": number}))
        said = await reply
        assert "error" not in said, said
        return said["data"]

    async def offer(self, sdp):
        return (await self.ask("on.mediaOffer", {"sdp": sdp}))["sdp"]

    async def leave(self):
        await self.socket.close()


async def come(wanted, peer, ears, tasks):
    """Joins or not, offers, and is answered: the way that it came by, and what is to be told of it."""
    told = {}
    way = Socket(wanted) if wanted["by"] == "websocket" else Http(wanted)
    if wanted["by"] == "websocket":
        told["id"] = await way.join()
    if wanted["by"] != "whep":
        peer.addTransceiver(Tone(), direction="sendonly")
    if wanted["by"] != "whip":
        for _ in range(SLOTS):
            peer.addTransceiver("audio", direction="recvonly")
    peer.on("track", lambda track: tasks.append(asyncio.create_task(ears.listen(track))))
    await peer.setLocalDescription(await peer.createOffer())
    answer = await way.offer(peer.localDescription.sdp)
    await peer.setRemoteDescription(RTCSessionDescription(answer, "answer"))
    return way, told


async def run(wanted):
    # Of sections that share a transport from the start, aiortc looks for candidates in the last one only, and not in the
    # first, where they stand (RFC 9429, 5.3.1).
    apart = RTCConfiguration(bundlePolicy=RTCBundlePolicy.MAX_COMPAT)
    peer, ears, tasks = RTCPeerConnection(apart), Ears(), []
    way, told = await asyncio.wait_for(come(wanted, peer, ears, tasks), PATIENCE)
    print(json.dumps(told), flush=True)
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while word := (await lines.readline()).decode().strip():
        acts = {
            "hear": ears.hear,
            "hear nothing": ears.hear_nothing,
            "unmute": lambda: way.ask("on.participantMute", {"muted": False}),
            "leave": way.leave,
        }
        await asyncio.wait_for(acts[word](), PATIENCE)
        print(json.dumps({"done": word}), flush=True)


asyncio.run(run(json.loads(sys.argv[1])))
