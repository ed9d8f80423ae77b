// Sound, for as long as one has a seat: it outlives a lost WebSocket, and goes on from new addresses when the network
// changes. Whether one's own microphone is on, the server says.
import { computed, effect, signal, untracked } from "@preact/signals";
import { Refused } from "../net/connection";
import type { Lesson } from "../lesson/lesson";
import type { Description, ParticipantId } from "../net/protocol.gen";
import { choices, volumeOf } from "./choices";
import { watchDevices } from "./devices";
import { Ears } from "./ears";
import { send, sounds } from "./graph";
import { Levels } from "./levels";
import { Microphone } from "./microphone";
import { Peer } from "./peer";
import { Pulse } from "./pulse";
import { hearFrom } from "./space";
import { t } from "../texts";

/** How long to wait before a new try, at first and at most. */
const RETRY_MS = 500;
const RETRY_MOST_MS = 8000;
/** How long a path may be silent before another is looked for, and how often that is tried before all begins anew. */
const PATH_MS = 1000;
const PATHS_MOST = 3;
/** How often it is felt whether a path still carries anything. */
const FEEL_MS = 500;
/** How often it is looked who speaks, and from where. */
const LOOK_MS = 60;

export class Sound {
  /** Whose sound each slot has. */
  readonly slots = signal<readonly (ParticipantId | null)[]>([]);
  readonly own = computed(() => {
    const me = this.lesson.me.value?.participantId;
    return (me && this.lesson.room.value?.people.get(me)?.microphone) || "none";
  });
  readonly levels = new Levels();
  readonly microphone: Microphone;

  private readonly ears = new Ears();
  private peer: Peer | undefined;
  private looking: ReturnType<typeof setInterval> | undefined;
  private feeling: ReturnType<typeof setInterval> | undefined;
  private pulse = new Pulse();
  /** Whether one's own microphone was on last, to be said again to a server that knows nothing of it. */
  private wanted: boolean | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private wait = RETRY_MS;
  private agreeing = false;
  /** Something has changed while we were agreeing. */
  private outdated = false;
  private paths = 0;

  constructor(private readonly lesson: Lesson) {
    this.microphone = new Microphone({
      say: (text) => lesson.say(text),
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
      this.ears.space = choices.value.spatial;
    });
    const { microphone, speaker, echo, gain, noise } = choicesThatMatter();
    effect(() => {
      void [microphone.value, echo.value, gain.value, noise.value];
      untracked(() => void this.microphone.adapt());
    });
    effect(() => {
      void speaker.value;
      untracked(() => void this.route());
    });
    watchDevices(() => void this.route());
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

  /** Asks to be heard, or not; whether one is, the server says. */
  async speak(on: boolean): Promise<void> {
    if (this.microphone.asking.value) return;
    if (on && !(await this.microphone.use())) return;
    try {
      await this.lesson.connection.request("on.participantMute", { muted: !on });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.lesson.say(error.message);
    }
  }

  /** A speaker that is not there any more is told of. */
  private async route(): Promise<void> {
    if (!(await send())) this.lesson.say(t("sound-speaker-gone"));
  }

  /** Looks for a path from wherever one is now; or begins. */
  refresh(): void {
    if (this.lesson.phase.value.at !== "room" || this.lesson.link.value.state !== "open") return;
    if (this.agreeing) {
      this.outdated = true;
      return;
    }
    clearTimeout(this.retry);
    if (!this.peer?.stands) this.end();
    void this.agree();
  }

  private async agree(): Promise<void> {
    if (typeof RTCPeerConnection === "undefined") return;
    [this.agreeing, this.outdated] = [true, false];
    const fresh = !this.peer;
    const peer = (this.peer ??= new Peer({
      servers: () => this.lesson.iceServers,
      exchange: async (sdp, restart) => {
        const offer = { sdp, ...(restart && { restart }) };
        return (await this.lesson.connection.request<Description, "on.mediaOffer">("on.mediaOffer", offer)).sdp;
      },
      heard: (slot, track) => this.ears.hear(slot, track),
      changed: (state) => this.watch(state),
    }));
    this.looking ??= setInterval(() => this.look(performance.now()), LOOK_MS);
    this.feeling ??= setInterval(() => void this.feel(), FEEL_MS);
    try {
      const { track } = this.microphone;
      if (fresh && track) await peer.send(track);
      await peer.agree();
      if (fresh && track && this.wanted !== undefined) await this.speak(this.wanted);
    } catch (error) {
      if (!(error instanceof Refused)) console.error(error);
      // Without a connection, its return begins anew.
      if (peer === this.peer && this.lesson.link.value.state === "open") {
        if (fresh || (error instanceof Refused && error.passes)) this.again(() => this.refresh());
        else this.again(() => this.renew(), 0);
      }
    } finally {
      this.agreeing = false;
      if (this.outdated) this.refresh();
    }
  }

  /** A path that is silent may be dead: another is looked for, and if none is found, all begins anew. */
  private watch(state: RTCPeerConnectionState): void {
    if (state === "connected") {
      clearTimeout(this.retry);
      this.paths = 0;
      this.wait = RETRY_MS;
    }
    if (state === "disconnected" || state === "failed") this.again(() => this.mend(), PATH_MS);
  }

  /** Where the browser says nothing of a path that is dead, it shows itself by its silence. */
  private async feel(): Promise<void> {
    const { peer, pulse } = this;
    const carried = await peer?.carried();
    if (peer !== this.peer || !pulse.isSilent(carried, performance.now())) return;
    if (!this.agreeing) this.refresh();
  }

  private mend(): void {
    if (this.peer?.connected) return;
    if (++this.paths > PATHS_MOST) return this.renew();
    this.refresh();
    this.again(() => this.mend(), this.paths * 2 * PATH_MS);
  }

  /** Begins anew, with a new connection. */
  renew(): void {
    this.end();
    this.refresh();
  }

  /** Tries later: a little later each time, unless it is said when. */
  private again(what: () => void, wait?: number): void {
    clearTimeout(this.retry);
    this.retry = setTimeout(what, wait ?? this.wait);
    if (wait === undefined) this.wait = Math.min(this.wait * 2, RETRY_MOST_MS);
  }

  /** Sees who speaks, how loudly and from where. */
  private look(now: number): void {
    const { lesson, levels } = this;
    const people = lesson.room.value?.people;
    if (lesson.place && choices.value.spatial) hearFrom(sounds(), lesson.place);
    for (const [slot, who] of this.slots.value.entries()) {
      const seat = who ? people?.get(who)?.seat : undefined;
      const place = seat === undefined ? undefined : lesson.tracks.at(seat, now);
      const level = this.ears.follow(slot, who ? volumeOf(who) : 1, place);
      if (who) levels.hear(who, level, now);
    }
    const me = lesson.me.value?.participantId;
    if (me) levels.hear(me, this.own.value === "on" ? this.microphone.level : 0, now);
    levels.settle(now);
  }

  private end(): void {
    clearTimeout(this.retry);
    clearInterval(this.looking);
    clearInterval(this.feeling);
    this.looking = this.feeling = undefined;
    this.pulse = new Pulse();
    this.paths = 0;
    this.slots.value = [];
    this.peer?.close();
    this.peer = undefined;
    this.ears.close();
  }
}

/** Each choice by itself, so that a change of one does nothing about the others. */
function choicesThatMatter() {
  const of = <K extends keyof typeof choices.value>(key: K) => computed(() => choices.value[key]);
  return {
    microphone: of("microphone"),
    speaker: of("speaker"),
    echo: of("echo"),
    gain: of("gain"),
    noise: of("noise"),
  };
}
