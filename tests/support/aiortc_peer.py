"""A WebRTC client of another make (aiortc), moved by a test: it speaks a tone and shows a picture that grows lighter and
darker, and measures what it hears and sees.

The test gives what it shall be as JSON in the first argument, and then one word a line; each is answered by a line of JSON.
"""

import asyncio
import json
import math
import struct
import sys
import time
import urllib.parse
import urllib.request
from fractions import Fraction

import aioice.ice
import aiortc.rtcdtlstransport
import av
from aiortc import (
    MediaStreamTrack,
    RTCBundlePolicy,
    RTCConfiguration,
    RTCIceServer,
    RTCIceTransportPolicy,
    RTCPeerConnection,
    RTCRtpSender,
    RTCSessionDescription,
)
from websockets.asyncio.client import connect

# The first payload type of pictures, those of sound being lower, and of their retransmissions if they have some; and of their
# packets so many reach the other end, one not.
PICTURES = 97
RETRANSMISSIONS = 98
LOSES = 10

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
# The picture: its size, how often it comes, in seconds, and between which shades it goes to and fro.
WIDTH, HEIGHT = 320, 240
PICTURE = 0.1
DARK, LIGHT = 60, 200
# After so many seconds whatever it is does not happen any more, on however busy a machine.
PATIENCE = 60


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


class Picture(MediaStreamTrack):
    kind = "video"

    def __init__(self):
        super().__init__()
        self.begun = time.monotonic()
        self.sent = 0

    async def recv(self):
        await asyncio.sleep(max(0, self.begun + self.sent * PICTURE - time.monotonic()))
        frame = av.VideoFrame(WIDTH, HEIGHT, "yuv420p")
        shade = DARK if self.sent // 5 % 2 else LIGHT
        for plane, value in zip(frame.planes, (shade, 128, 128)):
            plane.update(bytes([value]) * plane.buffer_size)
        frame.pts = int(self.sent * PICTURE * 90_000)
        frame.time_base = Fraction(1, 90_000)
        self.sent += 1
        return frame


class Eyes:
    """How often what is seen went from dark to light or back, and when it did last."""

    def __init__(self):
        self.shade = None
        self.count = 0
        self.last = 0.0

    async def watch(self, track):
        while True:
            frame = await track.recv()
            assert (frame.width, frame.height) == (WIDTH, HEIGHT), frame
            line = bytes(frame.planes[0])[:WIDTH]
            is_light = sum(line) / len(line) > (DARK + LIGHT) / 2
            if is_light != self.shade:
                self.shade = is_light
                self.count += 1
                self.last = time.monotonic()

    async def see(self):
        before = self.count
        while self.count < before + 4:
            await asyncio.sleep(0.02)

    async def see_nothing(self):
        begun = time.monotonic()
        while time.monotonic() - max(begun, self.last) < 2 * SILENCE:
            await asyncio.sleep(0.02)


class Loss:
    """Of the pictures' packets that go out, or come in, every tenth is lost, but none that comes late or again: aiortc asks for
    a packet only once."""

    def __init__(self, way):
        self.count = 0
        self.newest = None
        {"out": self.lose_going, "in": self.lose_coming}[way]()

    def loses(self, packet):
        kind = packet[1] & 0x7F
        if not PICTURES <= kind < 128 or kind == RETRANSMISSIONS or aiortc.rtcdtlstransport.is_rtcp(packet):
            return False
        number = int.from_bytes(packet[2:4], "big")
        if self.newest is not None and (number - self.newest) & 0xFFFF not in range(1, 0x8000):
            return False
        self.newest = number
        self.count += 1
        return self.count % LOSES == 0

    def lose_going(self):
        transport = aiortc.rtcdtlstransport.RTCDtlsTransport
        send = transport._send_rtp

        async def sends(this, packet):
            if not self.loses(packet):
                await send(this, packet)

        transport._send_rtp = sends

    def lose_coming(self):
        connection = aioice.ice.Connection
        receive = connection.recv

        async def receives(this):
            while self.loses(packet := await receive(this)):
                pass
            return packet

        connection.recv = receives


class Nonces:
    """Which packets are encrypted: AES-GCM allows each stream and number only once, and the same packet again."""

    def __init__(self):
        self.sealed = {}
        self.reused = 0
        self.retransmissions = 0
        self.last_retransmission = 0.0
        self.last_picture = None
        connection = aioice.ice.Connection
        receive, send = connection.recv, connection.send

        async def receives(this):
            packet = await receive(this)
            self.note("in", packet)
            return packet

        async def sends(this, packet):
            self.note("out", packet)
            await send(this, packet)

        connection.recv, connection.send = receives, sends

    def note(self, way, packet):
        if packet[0] >> 6 != 2 or aiortc.rtcdtlstransport.is_rtcp(packet):
            return
        kind = packet[1] & 0x7F
        if kind == RETRANSMISSIONS:
            self.retransmissions += 1
            self.last_retransmission = time.monotonic()
        elif kind >= PICTURES and way == "in":
            self.last_picture = packet
        key = (way, packet[8:12], packet[2:4])
        self.reused += self.sealed.setdefault(key, packet) != packet

    async def told(self):
        return {"reused": self.reused, "retransmissions": self.retransmissions}

    async def flood(self, transport):
        """Asks for the last 17 packets of a picture again, each 300 times in one RTCP packet, in 20 such packets at once: how
        many came."""
        while self.last_picture is None:
            await asyncio.sleep(0.02)
        number, ssrc = struct.unpack("!2xH4xI", self.last_picture[:12])
        entries = struct.pack("!HH", (number - 16) & 0xFFFF, 0xFFFF) * 300
        packet = struct.pack("!BBHII", 0x81, 205, 2 + 300, 1, ssrc) + entries
        before, begun = self.retransmissions, time.monotonic()
        for _ in range(20):
            await transport._send_rtp(packet)
        while time.monotonic() - max(begun, self.last_retransmission) < SILENCE:
            await asyncio.sleep(0.02)
        return self.retransmissions - before


class Whole:
    """How often the camera was asked for a picture that stands by itself."""

    def __init__(self):
        self.count = 0
        send = RTCRtpSender._send_keyframe

        def sends(sender):
            self.count += 1
            send(sender)

        RTCRtpSender._send_keyframe = sends

    async def told(self):
        return self.count


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
        joined = await self.ask("on.sessionJoin", data)
        assert isinstance(joined, dict), joined
        self.servers = [RTCIceServer(**server) for server in joined.get("iceServers", [])]
        return joined["participantId"]

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
        # A refusal is told by its code.
        return said.get("data", said.get("error", {}).get("code"))

    async def offer(self, sdp):
        return (await self.ask("on.mediaOffer", {"sdp": sdp}))["sdp"]

    async def leave(self):
        await self.socket.close()


async def come(wanted, ears, eyes, tasks):
    """Joins or not, offers, and is answered: the peer, the way that it came by, and what is to be told of it."""
    told = {}
    way = Socket(wanted) if wanted["by"] == "websocket" else Http(wanted)
    if wanted["by"] == "websocket":
        told["id"] = await way.join()
    # Of sections that share a transport from the start, aiortc looks for candidates in the last one only, and not in the
    # first, where they stand (RFC 9429, 5.3.1).
    apart = RTCConfiguration(bundlePolicy=RTCBundlePolicy.MAX_COMPAT)
    if wanted.get("relayed"):
        apart.iceServers, apart.iceTransportPolicy = way.servers, RTCIceTransportPolicy.RELAY
    peer = RTCPeerConnection(apart)
    if wanted["by"] != "whep":
        peer.addTransceiver(Tone(), direction="sendonly")
        if codec := wanted.get("shows"):
            codecs = RTCRtpSender.getCapabilities("video").codecs
            camera = peer.addTransceiver(Picture(), direction="sendonly")
            kinds = [f"video/{codec}"] + ["video/rtx"] * wanted.get("repeats", False)
            camera.setCodecPreferences([one for one in codecs if one.mimeType in kinds])
    if wanted["by"] != "whip":
        for _ in range(SLOTS):
            peer.addTransceiver("audio", direction="recvonly")
        for _ in range(wanted.get("views", 0)):
            peer.addTransceiver("video", direction="recvonly")

    def perceive(track):
        sense = ears.listen(track) if track.kind == "audio" else eyes.watch(track)
        tasks.append(asyncio.create_task(sense))

    peer.on("track", perceive)
    await peer.setLocalDescription(await peer.createOffer())
    answer = await way.offer(peer.localDescription.sdp)
    await peer.setRemoteDescription(RTCSessionDescription(answer, "answer"))
    return peer, way, told


async def share(way, screens):
    """Shares a picture as a screen, over a peer connection of its own."""
    screen = RTCPeerConnection(RTCConfiguration(bundlePolicy=RTCBundlePolicy.MAX_COMPAT))
    screens.append(screen)
    screen.addTransceiver(Picture(), direction="sendonly")
    await screen.setLocalDescription(await screen.createOffer())
    answer = await way.ask("on.screenShare", {"sdp": screen.localDescription.sdp})
    if isinstance(answer, str):
        return answer
    await screen.setRemoteDescription(RTCSessionDescription(answer["sdp"], "answer"))
    return None


async def run(wanted):
    screens = []
    nonces = Nonces()
    if way := wanted.get("loses"):
        Loss(way)
    whole = Whole()
    ears, eyes, tasks = Ears(), Eyes(), []
    peer, way, told = await asyncio.wait_for(come(wanted, ears, eyes, tasks), PATIENCE)
    print(json.dumps(told), flush=True)
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while word := (await lines.readline()).decode().strip():
        word, whom = (part.strip() for part in word.split(":"))
        acts = {
            "hear": ears.hear,
            "hear nothing": ears.hear_nothing,
            "see": eyes.see,
            "see nothing": eyes.see_nothing,
            "unmute": lambda: way.ask("on.participantMute", {"muted": False}),
            "watch": lambda: way.ask("on.mediaWatch", {"participants": [{"participantId": whom}]}),
            "watch screen": lambda: way.ask("on.mediaWatch", {"participants": [{"participantId": whom, "screen": True}]}),
            "show": lambda: way.ask("on.cameraShow", {"on": True}),
            "share": lambda: share(way, screens),
            "whole": whole.told,
            "nonces": nonces.told,
            "flood": lambda: nonces.flood(peer.getReceivers()[0].transport),
            "leave": way.leave,
        }
        done = await asyncio.wait_for(acts[word](), PATIENCE)
        print(json.dumps({"done": word, "told": done}), flush=True)


if __name__ == "__main__":
    asyncio.run(run(json.loads(sys.argv[1])))
