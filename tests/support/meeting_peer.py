"""Plays a whole meeting by the packets of the video-conferencing design alone (docs/MEETING.md), with aiortc for its media: a host and
two others. It ends with an error at the first thing that is not as it should be, and else prints what has been seen.

The first argument is JSON: the server's address and the three tokens.
"""

import asyncio
import json
import os
import sys
import traceback
import urllib.error
import urllib.request

from aiortc import RTCBundlePolicy, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from aiortc_peer import PATIENCE, SLOTS, Ears, Eyes, Picture, Tone

VIEWS = 2
FORGED = "0199d0c4-0000-7000-8000-000000000009"


def call(url, token, body):
    """A call of the API: its status and its answer."""
    # The design's clients send the token without a scheme.
    headers = {"Authorization": token, "Content-Type": "application/json"}
    asked = urllib.request.Request(url, json.dumps(body).encode(), headers, method="POST")
    try:
        with urllib.request.urlopen(asked) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)


class Person:
    def __init__(self, url, token):
        self.url, self.token = url, token
        self.packets = []
        self.arrived = asyncio.Event()
        self.closed = None
        self.ears, self.eyes, self.tasks = Ears(), Eyes(), []

    async def call(self, path, body):
        return await asyncio.to_thread(call, self.url + path, self.token, body)

    async def join(self, meeting):
        status, where = await self.call("/meeting/join", {"meeting_id": meeting})
        assert status == 200, where
        self.socket = await connect(where["address"], proxy=None)
        self.tasks.append(asyncio.create_task(self.read()))
        await self.send("INIT", authorization=self.token)
        await self.get("INIT")
        await self.send("JOIN", meeting_id=meeting)
        own = await self.get("JOIN")
        self.id = own["account_id"]
        assert own["meeting_id"] == meeting, own
        users = await self.get("MEETING_USERS", all=True)
        return {user["account_id"]: user for user in users["users"]}

    async def read(self):
        try:
            while True:
                self.packets.append(json.loads(await self.socket.recv()))
                self.arrived.set()
        except ConnectionClosed as closed:
            self.closed = closed.rcvd and closed.rcvd.code
            self.arrived.set()

    async def send(self, content_type, **fields):
        await self.socket.send(json.dumps({"content_type": content_type, **fields}))

    async def get(self, content_type, **fields):
        """The next packet of this kind, with these fields; those before it are let go by."""
        while True:
            while self.packets:
                packet = self.packets.pop(0)
                same = all(packet.get(name) == value for name, value in fields.items())
                if packet["content_type"] == content_type and same:
                    return packet
                assert packet["content_type"] not in ("ERROR", "JOIN_DENIED"), packet
            assert self.closed is None, f"closed with {self.closed} instead of {content_type}"
            self.arrived.clear()
            await self.arrived.wait()

    async def is_refused(self, code, content_type, **fields):
        await self.send(content_type, **fields)
        while True:
            packet = self.packets.pop(0) if self.packets else None
            if packet and packet["content_type"] == "ERROR":
                assert (packet["code"], packet["packet"]) == (code, content_type), packet
                return
            if not packet:
                self.arrived.clear()
                await self.arrived.wait()

    async def is_closed(self, code):
        while self.closed is None:
            self.arrived.clear()
            await self.arrived.wait()
        assert self.closed == code, self.closed

    async def offer(self):
        self.peer = RTCPeerConnection(RTCConfiguration(bundlePolicy=RTCBundlePolicy.MAX_COMPAT))
        self.peer.addTransceiver(Tone(), direction="sendonly")
        self.peer.addTransceiver(Picture(), direction="sendonly")
        for _ in range(SLOTS):
            self.peer.addTransceiver("audio", direction="recvonly")
        for _ in range(VIEWS):
            self.peer.addTransceiver("video", direction="recvonly")

        def perceive(track):
            sense = self.ears.listen(track) if track.kind == "audio" else self.eyes.watch(track)
            self.tasks.append(asyncio.create_task(sense))

        self.peer.on("track", perceive)
        await self.peer.setLocalDescription(await self.peer.createOffer())
        await self.send("OFFER", sdp=self.peer.localDescription.sdp)
        answer = await self.get("ANSWER")
        await self.peer.setRemoteDescription(RTCSessionDescription(answer["sdp"], "answer"))

    async def subscribe(self, *others):
        feeds = [{"account_id": other, "bitrate": 500_000} for other in others]
        await self.send("SUBSCRIBE", num_actions=len(feeds), subscriptions=feeds)
        return (await self.get("SUBSCRIBE"))["subscriptions"]


def feed(account_id, bitrate=500_000):
    return {"account_id": account_id, "bitrate": bitrate}


async def play(wanted):
    host, ben, eve = (Person(wanted["url"], token) for token in wanted["tokens"])
    status, meeting = await host.call("/meeting", {"title": "Physics"})
    assert status == 201, meeting
    meeting = meeting["meeting_id"]
    assert list(await host.join(meeting)) == [host.id]
    await host.offer()
    await host.get("MEETING_USERS", all=False)

    users = await ben.join(meeting)
    assert users[host.id]["host"] and not users[ben.id]["host"], users
    assert (await host.get("JOIN"))["account_id"] == ben.id
    await ben.offer()
    # A newcomer hears everyone, and sees whom they have subscribed to.
    await ben.ears.hear()
    await ben.eyes.see_nothing()
    [seen] = await ben.subscribe(host.id)
    assert (seen["account_id"], seen["view"]) == (host.id, 0), seen
    await ben.eyes.see()
    await ben.send("UNSUBSCRIBE", num_actions=1, subscriptions=[{"account_id": host.id}])
    assert (await ben.get("UNSUBSCRIBE"))["subscriptions"] == []
    await ben.eyes.see_nothing()

    await eve.join(meeting)
    await eve.offer()
    await ben.subscribe(host.id)
    await ben.eyes.see()
    both = {"num_actions": 2, "unsubscriptions": [{"account_id": host.id}]}
    await ben.is_refused("participant_unknown", "UNSUB_SUB", subscriptions=[feed(FORGED)], **both)
    await ben.eyes.see()
    await ben.send("UNSUB_SUB", subscriptions=[feed(eve.id)], **both)
    [seen] = (await ben.get("UNSUB_SUB"))["subscriptions"]
    assert seen["account_id"] == eve.id, seen
    await ben.eyes.see()

    await ben.is_refused("participant_unknown", "SUBSCRIBE", num_actions=1, subscriptions=[feed(ben.id)])
    await ben.is_refused("data_bad", "SUBSCRIBE", num_actions=2, subscriptions=[feed(host.id)])
    many = [feed(FORGED[:-2] + f"{number:02}") for number in range(49)]
    await ben.is_refused("too_many_views", "SUBSCRIBE", num_actions=49, subscriptions=many)
    await ben.is_refused("recording_unavailable", "RECORD_JOIN")
    await ben.is_refused("not_allowed", "END")
    status, refused = await ben.call(f"/meeting/end/{meeting}", {})
    assert status == 403, refused

    status, told = await eve.call("/meeting/leave", {"meeting_id": meeting})
    assert status == 200, told
    await ben.get("LEAVE", account_id=eve.id)
    await eve.is_closed(4004)
    await ben.eyes.see_nothing()
    await ben.send("LEAVE")
    await host.get("LEAVE", account_id=ben.id)
    await ben.is_closed(4004)
    await host.send("END")
    await host.get("END")
    await host.is_closed(4001)
    status, refused = await ben.call("/meeting/join", {"meeting_id": meeting})
    assert refused["error"]["code"] == "lesson_ended", refused
    print("played", flush=True)


try:
    asyncio.run(asyncio.wait_for(play(json.loads(sys.argv[1])), 2 * PATIENCE))
except BaseException:
    traceback.print_exc()
    # What aiortc still does in the background does not keep the test waiting.
    os._exit(1)
