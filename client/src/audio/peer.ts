// One peer connection with the server: a microphone and a camera that may come later, slots in which the server puts the speakers, and
// views for the people that one watches. After a change of the network it continues from new addresses (ICE restart); nothing else
// about it changes.
import type { IceServer } from "../net/protocol.gen";
import { bytesReceived } from "./keepalive";
import { trimOffer } from "./trimOffer";

/** How many people can be heard at once. */
export const SLOTS = 10;
/** The encodings of a camera, the best first: for a page of one, of a few, and of many. */
const ENCODINGS: RTCRtpEncodingParameters[] = [
  { rid: "h", scaleResolutionDownBy: 1, maxBitrate: 1_500_000 },
  { rid: "m", scaleResolutionDownBy: 2, maxBitrate: 450_000 },
  { rid: "l", scaleResolutionDownBy: 4, maxBitrate: 130_000 },
];

const BUNDLED = { bundlePolicy: "max-bundle" } as const;

export interface PeerHandlers {
  /** TURN servers, with fresh credentials after each join. */
  servers(): readonly IceServer[];
  /** Sends an offer to the server and returns its answer. */
  exchange(sdp: string, restart: boolean): Promise<string>;
  /** The sound of a slot; it is silent until the server assigns someone. */
  onTrack(slot: number, track: MediaStreamTrack): void;
  /** The video of a view; it shows nobody until someone is watched. */
  onView(view: number, track: MediaStreamTrack): void;
  onState(state: RTCPeerConnectionState): void;
}

export class Peer {
  private readonly connection = new RTCPeerConnection(BUNDLED);
  private readonly sender: RTCRtpSender;
  private readonly camera: RTCRtpSender;
  private negotiated = false;
  private closed = false;
  private readonly whenClosed: Promise<void>;
  private resolveClosed = () => {};

  /** @param viewCount how many people can be seen at once */
  constructor(
    private readonly handlers: PeerHandlers,
    viewCount: number,
  ) {
    this.whenClosed = new Promise((resolve) => (this.resolveClosed = resolve));
    // The section stands from the beginning, so that a microphone that comes later changes nothing else.
    this.sender = this.connection.addTransceiver("audio", { direction: "sendonly" }).sender;
    const slots = Array.from({ length: SLOTS }, () =>
      this.connection.addTransceiver("audio", { direction: "recvonly" }),
    );
    this.camera = this.connection.addTransceiver("video", { direction: "sendonly", sendEncodings: ENCODINGS }).sender;
    const views = Array.from({ length: viewCount }, () =>
      this.connection.addTransceiver("video", { direction: "recvonly" }),
    );
    this.connection.ontrack = ({ track, transceiver }) => {
      if (track.kind === "video") handlers.onView(views.indexOf(transceiver), track);
      else handlers.onTrack(slots.indexOf(transceiver), track);
    };
    this.connection.onconnectionstatechange = () => {
      if (!this.closed) handlers.onState(this.connection.connectionState);
    };
  }

  get isConnected(): boolean {
    return this.connection.connectionState === "connected";
  }

  /** Whether the server has answered, so that there is something to restart. */
  get isNegotiated(): boolean {
    return this.negotiated;
  }

  /** The bytes received on the path in use; unknown while there is none. */
  async bytesReceived(): Promise<number | undefined> {
    return this.isConnected ? bytesReceived(await this.connection.getStats()) : undefined;
  }

  async send(track: MediaStreamTrack | null): Promise<void> {
    await this.sender.replaceTrack(track);
  }

  async sendCamera(track: MediaStreamTrack | null): Promise<void> {
    await this.camera.replaceTrack(track);
  }

  /** Sends only those encodings of the camera, the best first, that somebody watches. */
  async sendEncodings(wanted: readonly boolean[]): Promise<void> {
    await activate(this.camera, wanted);
  }

  /**
   * Offers and takes the answer, at first or as an ICE restart; ends early when the peer is closed. Throws what the exchange throws.
   */
  negotiate(): Promise<void> {
    // What a connection is doing when it is closed never settles (W3C webrtc, "chain an operation").
    return Promise.race([this.offerAndAnswer(), this.whenClosed]);
  }

  private async offerAndAnswer(): Promise<void> {
    const { connection, negotiated: restart } = this;
    connection.setConfiguration({ ...BUNDLED, iceServers: [...this.handlers.servers()] });
    await connection.setLocalDescription(await connection.createOffer({ iceRestart: restart }));
    const answer = await this.handlers.exchange(trimOffer(connection.localDescription?.sdp ?? ""), restart);
    if (this.closed) return;
    await connection.setRemoteDescription({ type: "answer", sdp: answer });
    this.negotiated = true;
  }

  getStats(): Promise<RTCStatsReport> {
    return this.connection.getStats();
  }

  close(): void {
    this.closed = true;
    this.connection.close();
    this.resolveClosed();
  }
}

/** Sends only these encodings of a track. */
export async function activate(sender: RTCRtpSender, wanted: readonly boolean[]): Promise<void> {
  const parameters = sender.getParameters();
  const changed = parameters.encodings.filter((encoding, i) => encoding.active !== (wanted[i] ?? false));
  if (changed.length === 0) return;
  parameters.encodings.forEach((encoding, i) => (encoding.active = wanted[i] ?? false));
  await sender.setParameters(parameters);
}
