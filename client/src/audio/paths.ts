// Checks by which ways sound can reach this browser: its own ICE tries the server's media port over UDP, TCP and the relay. No
// sound is sent, and no seat is needed (docs/adr/0014).
import { t } from "../texts";
import type { IceServer } from "../net/protocol.gen";

export type Transport = "udp" | "tcp" | "relay";
export type Found = Record<Transport, boolean | undefined>;

interface Paths {
  user: string;
  password: string;
  /** Where the port for sound is, each as address:port. */
  addresses: string[];
  /** The server's own relay, for a person without a seat yet. */
  iceServers: IceServer[];
}

/** A way that takes longer to open is of no use. */
const TIMEOUT_MS = 6000;

/** Which ways work. `told` are the relays that the join reply named; `undefined` means that it cannot be checked before. */
export async function checkPaths(told: readonly IceServer[] | undefined): Promise<Found> {
  const answer = await fetch("/paths");
  if (!answer.ok) throw new Error(`the server answers ${answer.status}`);
  const paths = (await answer.json()) as Paths;
  const relays = told ?? paths.iceServers;
  const relayed = relays.length > 0 ? opens(paths, "relay", relays) : told && false;
  const [udp, tcp, relay] = await Promise.all([opens(paths, "udp", []), opens(paths, "tcp", []), relayed]);
  return { udp, tcp, relay };
}

async function opens(paths: Paths, way: Transport, relays: readonly IceServer[]): Promise<boolean> {
  const peer = new RTCPeerConnection({
    iceServers: [...relays],
    iceTransportPolicy: way === "relay" ? "relay" : "all",
  });
  try {
    peer.createDataChannel("path");
    const opened = new Promise<boolean>((resolve) => {
      peer.oniceconnectionstatechange = () => {
        if (["connected", "completed"].includes(peer.iceConnectionState)) resolve(true);
        if (peer.iceConnectionState === "failed") resolve(false);
      };
      setTimeout(() => resolve(false), TIMEOUT_MS);
    });
    await peer.setLocalDescription();
    await peer.setRemoteDescription({ type: "answer", sdp: answerOf(paths, way) });
    return await opened;
  } finally {
    peer.close();
  }
}

/** The server's part, as far as a path needs it; its certificate is never asked for. */
export function answerOf({ user, password, addresses }: Paths, way: Transport): string {
  const nobody = Array<string>(32).fill("00").join(":");
  const candidates = addresses.map((address, i) => {
    const colon = address.lastIndexOf(":");
    const [ip, port] = [address.slice(0, colon).replace(/^\[|\]$/g, ""), address.slice(colon + 1)];
    const kind = way === "tcp" ? "tcp" : "udp";
    const priority = 2_130_706_431 - 256 * i;
    return `a=candidate:${i} 1 ${kind} ${priority} ${ip} ${port} typ host${way === "tcp" ? " tcptype passive" : ""}`;
  });
  return [
    "v=0",
    "o=- 1 1 IN IP4 0.0.0.0",
    "s=-",
    "t=0 0",
    "a=group:BUNDLE 0",
    "a=ice-lite",
    "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
    "c=IN IP4 0.0.0.0",
    "a=mid:0",
    `a=ice-ufrag:${user}`,
    `a=ice-pwd:${password}`,
    `a=fingerprint:sha-256 ${nobody}`,
    "a=setup:passive",
    "a=sctp-port:5000",
    ...candidates,
    "a=end-of-candidates",
    "",
  ].join("\r\n");
}

/** The result in a sentence, and what to do about it. */
export function summary({ udp, tcp, relay }: Found): { good: boolean; text: string } {
  if (udp) return { good: true, text: t("sound-path-best") };
  if (tcp || relay) return { good: true, text: t("sound-path-well") };
  // Another's relay may let it through: that is not known before.
  return { good: false, text: t(relay === undefined ? "sound-path-later" : "sound-path-not") };
}
