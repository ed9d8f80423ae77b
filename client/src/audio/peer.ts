// One peer connection with the server: a microphone that may come later, and slots in which the server puts whoever speaks.
// When the network changes it goes on from new addresses; nothing else about it ever changes.
import type { IceServer } from "../net/protocol.gen";
import { carried } from "./pulse";
import { thin } from "./thin";

/** How many people can be heard at once. */
export const SLOTS = 10;

const BUNDLED = { bundlePolicy: "max-bundle" } as const;

export interface Ends {
  /** What may be needed to find a way: with fresh passwords after each join. */
  servers(): readonly IceServer[];
  /** Takes an offer to the server and brings the answer back. */
  exchange(sdp: string, restart: boolean): Promise<string>;
  /** A slot's sound, which is silence until the server puts someone there. */
  heard(slot: number, track: MediaStreamTrack): void;
  changed(state: RTCPeerConnectionState): void;
}

export class Peer {
  private readonly connection = new RTCPeerConnection(BUNDLED);
  private readonly sender: RTCRtpSender;
  private agreed = false;
  private closed = false;

  constructor(private readonly ends: Ends) {
    // The section stands from the beginning, so that a microphone that comes later changes nothing else.
    this.sender = this.connection.addTransceiver("audio", { direction: "sendonly" }).sender;
    const slots = Array.from({ length: SLOTS }, () =>
      this.connection.addTransceiver("audio", { direction: "recvonly" }),
    );
    this.connection.ontrack = ({ track, transceiver }) => ends.heard(slots.indexOf(transceiver), track);
    this.connection.onconnectionstatechange = () => {
      if (!this.closed) ends.changed(this.connection.connectionState);
    };
  }

  get connected(): boolean {
    return this.connection.connectionState === "connected";
  }

  /** Whether the server has answered, so that there is something to restart. */
  get stands(): boolean {
    return this.agreed;
  }

  /** What has come by the path in use; unknown while there is none. */
  async carried(): Promise<number | undefined> {
    return this.connected ? carried(await this.connection.getStats()) : undefined;
  }

  async send(track: MediaStreamTrack | null): Promise<void> {
    await this.sender.replaceTrack(track);
  }

  /** Agrees with the server for the first time, or upon new addresses. Throws what the exchange throws. */
  async agree(): Promise<void> {
    const { connection, agreed: restart } = this;
    connection.setConfiguration({ ...BUNDLED, iceServers: [...this.ends.servers()] });
    await connection.setLocalDescription(await connection.createOffer({ iceRestart: restart }));
    const answer = await this.ends.exchange(thin(connection.localDescription?.sdp ?? ""), restart);
    if (this.closed) return;
    await connection.setRemoteDescription({ type: "answer", sdp: answer });
    this.agreed = true;
  }

  close(): void {
    this.closed = true;
    this.connection.close();
  }
}
