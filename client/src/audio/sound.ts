// Sound, for as long as one is connected to the room: one offer with a microphone that may come later, and ten slots in
// which the server puts whoever speaks. Whether one's own microphone is on, the server says.
import { computed, effect, signal, untracked } from "@preact/signals";
import { Refused, type News } from "../net/connection";
import type { Lesson } from "../net/lesson";
import type { Description, ParticipantId } from "../net/protocol.gen";
import { thin } from "./thin";

/** How many people can be heard at once. */
const SLOTS = 10;
/** How long to wait before a new try, at first and at most. */
const RETRY_MS = 500;
const RETRY_MOST_MS = 8000;
const WANTED: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

export class Sound {
  /** The browser asks for permission. */
  readonly asking = signal(false);
  /** The browser plays nothing before one has clicked somewhere. */
  readonly blocked = signal(false);
  /** Whose sound each slot has. */
  readonly slots = signal<readonly (ParticipantId | null)[]>([]);
  readonly own = computed(() => {
    const me = this.lesson.me.value?.participantId;
    return (me && this.lesson.room.value?.people.get(me)?.microphone) || "none";
  });

  private peer: RTCPeerConnection | undefined;
  private sender: RTCRtpSender | undefined;
  private players: HTMLAudioElement[] = [];
  private track: MediaStreamTrack | undefined;
  /** What one has chosen oneself, to be said again on the next connection. */
  private wanted: boolean | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private wait = RETRY_MS;

  constructor(private readonly lesson: Lesson) {
    lesson.onSound = (news) => this.hear(news);
    effect(() => {
      const here = lesson.phase.value.at === "room" && lesson.link.value.state === "open";
      untracked(() => (here ? void this.begin() : this.end()));
    });
    effect(() => {
      const open = this.own.value === "on";
      if (this.track) this.track.enabled = open;
    });
    effect(() => {
      if (lesson.phase.value.at === "over") untracked(() => this.release());
    });
  }

  /** Turns one's own microphone on or off. */
  async toggle(): Promise<void> {
    if (this.asking.value) return;
    if (this.own.value === "on") return this.tell(false);
    if (!this.track && !(await this.ask())) return;
    await this.tell(true);
  }

  /** After a click, everything may be played. */
  hearOthers(): void {
    this.blocked.value = false;
    for (const player of this.players) void this.play(player);
  }

  private async ask(): Promise<boolean> {
    if (!navigator.mediaDevices) {
      this.lesson.say("This browser gives pages a microphone over https only. You can still listen.");
      return false;
    }
    this.asking.value = true;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: WANTED });
      this.track = stream.getAudioTracks()[0];
      if (!this.track) return false;
      this.track.enabled = false;
      this.track.onended = () => this.unplugged();
      await this.sender?.replaceTrack(this.track);
      return true;
    } catch (error) {
      const denied = error instanceof DOMException && error.name === "NotAllowedError";
      this.lesson.say(
        denied
          ? "The browser does not allow the microphone. You can still listen."
          : "No microphone was found. You can still listen.",
      );
      return false;
    } finally {
      this.asking.value = false;
    }
  }

  private unplugged(): void {
    this.release();
    void this.tell(false);
    this.lesson.say("The microphone is gone.");
  }

  private release(): void {
    this.track?.stop();
    this.track = undefined;
    this.wanted = undefined;
  }

  private async tell(on: boolean): Promise<void> {
    this.wanted = on;
    try {
      await this.lesson.connection.request("on.participantMute", { muted: !on });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.lesson.say(error.message);
    }
  }

  private hear(news: News): void {
    if (news.event === "on.mediaSlots") this.slots.value = news.data.slots;
    if (news.event === "on.mediaEnd") this.again();
  }

  private async begin(): Promise<void> {
    if (this.peer || typeof RTCPeerConnection === "undefined") return;
    const peer = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    this.peer = peer;
    peer.ontrack = ({ track }) => this.receive(track);
    peer.onconnectionstatechange = () => {
      if (peer === this.peer && peer.connectionState === "connected") this.wait = RETRY_MS;
      if (peer === this.peer && peer.connectionState === "failed") this.again();
    };
    try {
      // The section stands from the beginning, so that a microphone that comes later changes nothing else.
      this.sender = peer.addTransceiver("audio", { direction: "sendonly" }).sender;
      for (let slot = 0; slot < SLOTS; slot++) peer.addTransceiver("audio", { direction: "recvonly" });
      if (this.track) await this.sender.replaceTrack(this.track);
      await peer.setLocalDescription();
      const sdp = thin(peer.localDescription?.sdp ?? "");
      const { connection } = this.lesson;
      const answer = await connection.request<Description, "on.mediaOffer">("on.mediaOffer", { sdp });
      if (peer !== this.peer) return;
      await peer.setRemoteDescription({ type: "answer", sdp: answer.sdp });
      if (this.track && this.wanted !== undefined) await this.tell(this.wanted);
    } catch (error) {
      if (peer !== this.peer) return;
      if (!(error instanceof Refused)) console.error(error);
      this.again();
    }
  }

  /** Tries anew, a little later each time. */
  private again(): void {
    this.end();
    this.retry = setTimeout(() => {
      if (this.lesson.phase.value.at === "room" && this.lesson.link.value.state === "open") void this.begin();
    }, this.wait);
    this.wait = Math.min(this.wait * 2, RETRY_MOST_MS);
  }

  private end(): void {
    clearTimeout(this.retry);
    const { peer, players } = this;
    this.peer = this.sender = undefined;
    this.players = [];
    this.slots.value = [];
    peer?.close();
    for (const player of players) {
      player.srcObject = null;
      player.remove();
    }
  }

  private receive(track: MediaStreamTrack): void {
    const player = new Audio();
    player.srcObject = new MediaStream([track]);
    this.players.push(player);
    document.body.append(player);
    void this.play(player);
  }

  private async play(player: HTMLAudioElement): Promise<void> {
    try {
      await player.play();
    } catch (error) {
      // Taken away before it could begin: nothing is wrong.
      if (error instanceof DOMException && error.name === "NotAllowedError") this.blocked.value = true;
    }
  }
}
