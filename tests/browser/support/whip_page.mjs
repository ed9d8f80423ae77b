// A page of somebody else's, on an origin of its own, with the WHIP and WHEP client of the protocols' own author (npm's
// whip-whep): none of our code is in it but what presses its buttons.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { WHEP, WHIP } from "./packages.mjs";

const PAGE = `<!doctype html>
<html lang="en">
<title>Studio</title>
<label>Address <input id="url"></label>
<label>Key <input id="key"></label>
<button>Speak</button> <button>Listen</button> <button>Stop</button>
<p id="state"></p>
<p id="done"></p>
<script type="module">
  import { WHIPClient } from "/whip.js";
  import { WHEPClient } from "/whep.js";
  const value = (id) => document.getElementById(id).value;
  const say = (id, text) => (document.getElementById(id).textContent = text);
  let client, audio;
  // The WHEP client catches nothing of what it sends after it has connected; see stream_programs.mjs.
  addEventListener("unhandledrejection", (event) => {
    if (/status 428$/.test(event.reason?.message)) event.preventDefault();
  });
  function connection() {
    const peer = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    peer.addEventListener("connectionstatechange", () => say("state", peer.connectionState));
    return peer;
  }
  const acts = {
    async Speak() {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const peer = connection();
      peer.addTransceiver(stream.getAudioTracks()[0], { direction: "sendonly", streams: [stream] });
      client = new WHIPClient();
      await client.publish(peer, value("url"), value("key"));
    },
    async Listen() {
      audio = new AudioContext();
      const peer = connection();
      for (let slot = 0; slot < 2; slot++) peer.addTransceiver("audio", { direction: "recvonly" });
      peer.addEventListener("track", ({ track }) => {
        const stream = new MediaStream([track]);
        // Chromium decodes only what an element plays, too.
        Object.assign(new Audio(), { srcObject: stream, muted: true }).play();
        audio.createMediaStreamSource(stream).connect(audio.destination);
      });
      client = new WHEPClient();
      await client.view(peer, value("url"), value("key"));
    },
    async Stop() {
      await client.stop();
      say("done", "stopped");
    },
  };
  for (const button of document.querySelectorAll("button")) {
    button.onclick = () => acts[button.textContent]().catch((error) => say("done", String(error)));
  }
</script>`;

export class WhipPage {
  #server;

  static async open() {
    const page = new WhipPage();
    const files = { "/": ["text/html", PAGE] };
    for (const [path, file] of Object.entries({ "/whip.js": WHIP, "/whep.js": WHEP })) {
      files[path] = ["text/javascript", await readFile(file)];
    }
    page.#server = createServer((request, response) => {
      const [type, text] = files[request.url] ?? [];
      response.writeHead(type ? 200 : 204, type && { "content-type": type }).end(text);
    });
    await new Promise((resolve) => page.#server.listen(0, "127.0.0.1", resolve));
    return page;
  }

  get url() {
    return `http://localhost:${this.#server.address().port}`;
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
