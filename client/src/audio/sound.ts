// The sound of a lesson, for as long as the client has a seat: it outlives a lost WebSocket, and continues from new addresses
// after a change of the network. The server decides whether one's own microphone is on.
import { computed, effect, signal, untracked } from "@preact/signals";
import { Refused } from "../net/connection";
import type { Lesson } from "../lesson/lesson";
import type { Description, ParticipantId } from "../net/protocol.gen";
import { settings, volumeOf } from "./settings";
import { watchDevices } from "./devices";
import { Playback } from "./playback";
import { audioContext, selectSpeaker } from "./graph";
import { Levels } from "./levels";
import { Microphone } from "./microphone";
import { Peer } from "./peer";
import { KeepaliveMonitor } from "./keepalive";
import { hearFrom } from "./space";
import { t } from "../texts";

/** The wait before a new attempt, at first and at most. */
const RETRY_MS = 500;
const RETRY_MAX_MS = 8000;
/** How long a path may be silent before an ICE restart, and how many restarts come before a new connection. */
const PATH_MS = 1000;
const RESTARTS_MAX = 3;
/** How many views there are at first, and then. */
const VIEW_COUNTS: readonly [number, ...number[]] = [2, 9, 25, 49];
/** The interval of checks whether the path still carries anything. */
const KEEPALIVE_MS = 500;
/** The interval at which levels and places are updated. */
const UPDATE_MS = 60;

export class Sound {
  /** The person in each slot. */
  readonly slots = signal<readonly (ParticipantId | null)[]>([]);
  readonly own = computed(() => {
    const me = this.lesson.me.value?.participantId;
    return (me && this.lesson.room.value?.people.get(me)?.microphone) || "none";
  });
  /** The video of each view. */
  readonly views = signal<ReadonlyMap<number, MediaStreamTrack>>(new Map());
  /** How many peer connections were negotiated: with a new one nobody is watched yet. */
  readonly connections = signal(0);
  readonly levels = new Levels();
  readonly microphone: Microphone;

  private readonly playback = new Playback();
  private peer: Peer | undefined;
  private camera: { track: MediaStreamTrack | null; on: boolean } = { track: null, on: false };
  private encodings: readonly boolean[] | undefined;
  private viewCount = VIEW_COUNTS[0];
  private updating: ReturnType<typeof setInterval> | undefined;
  private checking: ReturnType<typeof setInterval> | undefined;
  private keepalive = new KeepaliveMonitor();
  /** Whether one's own microphone was on last: a server that does not know it is told again. */
  private wanted: boolean | undefined;
  /** What its owner asked for last, on or off. */
  private asked: boolean | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private wait = RETRY_MS;
  private negotiating = false;
  /** The network changed during a negotiation. */
  private outdated = false;
  private restarts = 0;

  constructor(private readonly lesson: Lesson) {
    this.microphone = new Microphone({
      notify: (text) => lesson.notify(text),
      changed: (track) => void this.peer?.send(track),
      gone: () => void this.speak(false),
    });
    const here = computed(() => (lesson.phase.value.at === "room" ? lesson.link.value.state : "out"));
    effect(() => {
      const at = here.value;
      untracked(() => {
        if (at === "out") this.end();
        else if (at === "open") this.refresh();
      });
    });
    effect(() => {
      const own = this.own.value;
      if (own !== "none") this.wanted = own === "on";
      this.microphone.on = own === "on";
    });
    effect(() => {
      this.playback.isSpatial = settings.value.spatial;
    });
    const { microphone, speaker, echo, gain, noise } = settingSignals();
    effect(() => {
      void [microphone.value, echo.value, gain.value, noise.value];
      untracked(() => void this.microphone.adapt());
    });
    effect(() => {
      void speaker.value;
      untracked(() => void this.applySpeaker());
    });
    watchDevices(() => void this.applySpeaker());
    effect(() => {
      if (lesson.phase.value.at !== "over") return;
      this.wanted = undefined;
      untracked(() => this.microphone.close());
    });
  }

  /** Turns one's own microphone on or off. */
  toggle(): Promise<void> {
    return this.speak(this.own.value !== "on");
  }

  /** Asks the server to turn one's own microphone on or off; its event says whether it did. */
  async speak(on: boolean): Promise<void> {
    if (this.microphone.asking.value) return;
    if (on && !(await this.microphone.use())) return;
    if (this.peer && !this.peer.isNegotiated) {
      // The server has no media of this page yet: it is told as soon as it has.
      this.wanted = on;
      return;
    }
    const before = this.asked;
    this.asked = on;
    try {
      await this.lesson.connection.request("on.participantMute", { muted: !on });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.asked = before;
      // A later connection must not ask for it again: by then the teacher may have allowed it, but nobody has pressed anything.
      this.wanted = undefined;
      this.lesson.notify(error.message);
    }
  }

  /** Sends this track, or none, as one's camera; `on` says whether others see it, should the connection begin anew. */
  async sendCamera(track: MediaStreamTrack | null, on: boolean): Promise<void> {
    this.camera = { track, on };
    await this.peer?.sendCamera(track);
  }

  /** Sends only those encodings of the camera that somebody watches. */
  async sendEncodings(wanted: readonly boolean[]): Promise<void> {
    this.encodings = wanted;
    if (this.peer?.isNegotiated) await this.peer.sendEncodings(wanted);
  }

  /**
   * Has views for so many pictures. A browser asks for a whole picture several times a second in each view that shows nobody, so there
   * are few until more are needed; then a new connection is made, which interrupts the sound for a moment.
   * @returns whether there are so many already
   */
  hasViews(count: number): boolean {
    if (count <= this.viewCount) return true;
    this.viewCount = Math.min(mostViews(), VIEW_COUNTS.find((views) => views >= count) ?? mostViews());
    this.reconnect();
    return false;
  }

  /** Whether there is a connection over which one can show a camera and watch. */
  get isNegotiated(): boolean {
    return this.peer?.isNegotiated === true;
  }

  getStats(): Promise<RTCStatsReport> | undefined {
    return this.peer?.getStats();
  }

  /** Whether another than its owner has turned one's own microphone off. */
  get isMutedByOther(): boolean {
    return this.own.value === "muted" && this.asked !== false;
  }

  /** A notice says when the chosen speaker is gone. */
  private async applySpeaker(): Promise<void> {
    if (!(await selectSpeaker())) this.lesson.notify(t("sound-speaker-gone"));
  }

  /** Negotiates a path from the current addresses, or starts the connection. */
  refresh(): void {
    if (this.lesson.phase.value.at !== "room" || this.lesson.link.value.state !== "open") return;
    if (this.negotiating) {
      this.outdated = true;
      return;
    }
    clearTimeout(this.retry);
    if (!this.peer?.isNegotiated) this.end();
    void this.negotiate();
  }

  private async negotiate(): Promise<void> {
    if (typeof RTCPeerConnection === "undefined") return;
    [this.negotiating, this.outdated] = [true, false];
    const fresh = !this.peer;
    const peer = (this.peer ??= new Peer(
      {
        servers: () => this.lesson.iceServers,
        exchange: async (sdp, restart) => {
          const offer = { sdp, ...(restart ? { restart } : { camera: this.camera.on }) };
          return (await this.lesson.connection.request<Description, "on.mediaOffer">("on.mediaOffer", offer)).sdp;
        },
        onTrack: (slot, track) => this.playback.attach(slot, track),
        onView: (view, track) => (this.views.value = new Map(this.views.value).set(view, track)),
        onState: (state) => this.onState(state),
      },
      this.viewCount,
    ));
    this.updating ??= setInterval(() => this.update(performance.now()), UPDATE_MS);
    this.checking ??= setInterval(() => void this.checkKeepalive(), KEEPALIVE_MS);
    try {
      const { track } = this.microphone;
      if (fresh && track) await peer.send(track);
      if (fresh && this.camera.track) await peer.sendCamera(this.camera.track);
      await peer.negotiate();
      if (fresh && peer === this.peer) {
        this.connections.value++;
        if (this.encodings) await peer.sendEncodings(this.encodings);
      }
      const knows = !fresh || !this.microphone.track || this.wanted === undefined;
      if (peer === this.peer && !knows) await this.speak(this.wanted === true);
    } catch (error) {
      if (!(error instanceof Refused)) console.error(error);
      // Without a connection, its return begins anew.
      if (peer === this.peer && this.lesson.link.value.state === "open") {
        if (fresh || (error instanceof Refused && error.isTransient)) this.retryLater(() => this.refresh());
        else this.retryLater(() => this.reconnect(), 0);
      }
    } finally {
      this.negotiating = false;
      if (this.outdated) this.refresh();
    }
  }

  /** A silent path may be dead: ICE restarts look for another one, and if they find none, a new connection does. */
  private onState(state: RTCPeerConnectionState): void {
    if (state === "connected") {
      clearTimeout(this.retry);
      this.restarts = 0;
      this.wait = RETRY_MS;
    }
    if (state === "disconnected" || state === "failed") this.retryLater(() => this.restorePath(), PATH_MS);
  }

  /** A dead path that the browser does not report shows itself by its silence. */
  private async checkKeepalive(): Promise<void> {
    const { peer, keepalive } = this;
    const bytesReceived = await peer?.bytesReceived();
    if (peer !== this.peer || !keepalive.isSilent(bytesReceived, performance.now())) return;
    if (!this.negotiating) this.refresh();
  }

  private restorePath(): void {
    if (this.peer?.isConnected) return;
    if (++this.restarts > RESTARTS_MAX) return this.reconnect();
    this.refresh();
    this.retryLater(() => this.restorePath(), this.restarts * 2 * PATH_MS);
  }

  /** The server has ended a peer: this one, or that of the page before a reload, while it has not answered this one yet. */
  onEnded(): void {
    if (this.peer?.isNegotiated) this.reconnect();
  }

  /** Starts a new connection. */
  reconnect(): void {
    this.end();
    this.refresh();
  }

  /** Tries again after a wait, which doubles each time unless it is given. */
  private retryLater(what: () => void, wait?: number): void {
    clearTimeout(this.retry);
    this.retry = setTimeout(what, wait ?? this.wait);
    if (wait === undefined) this.wait = Math.min(this.wait * 2, RETRY_MAX_MS);
  }

  /** Updates who speaks, how loudly and from where. */
  private update(now: number): void {
    const { lesson, levels } = this;
    const people = lesson.room.value?.people;
    if (lesson.place && settings.value.spatial) hearFrom(audioContext(), lesson.place);
    for (const [slot, who] of this.slots.value.entries()) {
      const seat = who ? people?.get(who)?.seat : undefined;
      const place = seat === undefined ? undefined : lesson.tracks.at(seat, now);
      const level = this.playback.update(slot, who ? volumeOf(who) : 1, place);
      if (who) levels.update(who, level, now);
    }
    const me = lesson.me.value?.participantId;
    if (me) levels.update(me, this.own.value === "on" ? this.microphone.level : 0, now);
    levels.refreshSpeaking(now);
  }

  private end(): void {
    clearTimeout(this.retry);
    clearInterval(this.updating);
    clearInterval(this.checking);
    this.updating = this.checking = undefined;
    this.keepalive = new KeepaliveMonitor();
    this.restarts = 0;
    this.slots.value = [];
    this.views.value = new Map();
    this.peer?.close();
    this.peer = undefined;
    this.playback.close();
  }
}

/** How many pictures can be seen at once: a phone's screen has no place for more. */
export function mostViews(): number {
  return matchMedia("(max-width: 40rem), (max-height: 30rem)").matches ? 9 : 49;
}

/** A signal for each setting, so that the change of one triggers no other. */
function settingSignals() {
  const of = <K extends keyof typeof settings.value>(key: K) => computed(() => settings.value[key]);
  return {
    microphone: of("microphone"),
    speaker: of("speaker"),
    echo: of("echo"),
    gain: of("gain"),
    noise: of("noise"),
  };
}
