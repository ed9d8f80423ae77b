// The lesson as the views see it: signals for what changes seldom, tracks for poses. It joins, receives events and reconnects.
import { batch, computed, signal } from "@preact/signals";
import { Tracks } from "../net/tracks";
import { displayNames } from "./displayNames";
import { announce, type Announcements } from "./announce";
import { Connection, Refused, type Data, type EventData, type EventName, type RoomEvent } from "../net/connection";
import { encodePose, toPlace, toPose, type Place } from "../net/pose";
import { forgetSeat, keep, keepSeat, recall, type FormerSeat } from "./memory";
import { socketUrl, type Page } from "./page";
import type {
  Avatar,
  ClientEvent,
  CloseReason,
  Ended,
  Error as Wire,
  IceServer,
  Joined,
  Participant,
  SessionCard,
  Snapshot,
} from "../net/protocol.gen";
import { enter, reduce, type Room, type RoomFeature } from "./room";
import { refusal, t } from "../texts";

export type Phase =
  | { at: "form"; refused?: Wire }
  | { at: "joining" }
  | { at: "waiting" }
  | { at: "room" }
  | { at: "over"; why: string; message?: string };

export type Link =
  | { state: "connecting" }
  | { state: "open" }
  /** `retryAt` is a time of `performance.now()`. */
  | { state: "lost"; restarting: boolean; retryAt: number };

/** A short text about what just failed or worked, and perhaps what can be done about it. */
export interface Notice {
  text: string;
  /** Distinguishes equal texts. */
  number: number;
  action?: { words: string; act: () => void };
}

export type Me = Pick<Joined, "participantId" | "username" | "role" | "avatar">;

/** For each event, what it does beside changing the room. */
export type Effects = { readonly [E in EventName]?: (lesson: Lesson, data: EventData<E>) => void };

/** What the lesson needs of a feature. */
export interface LessonFeature extends RoomFeature {
  readonly announce?: Announcements;
  /** Called after the room has taken the event in. */
  readonly effects?: Effects;
  /** Called at once, for events that are not about the room's state: they have no number, and a snapshot has none of them. */
  readonly signals?: Effects;
  /** Called once, before anything happens. */
  start?(lesson: Lesson): void;
  /** Called after each entry into the room: the first, and each one after a loss. */
  onEnter?(lesson: Lesson): void;
  /** Called for each binary frame that is not one of poses. */
  onFrame?(lesson: Lesson, data: ArrayBuffer): void;
  /** Called when the network may be another one than a moment ago. */
  onNetworkChange?(lesson: Lesson): void;
  /** Called when the lesson is over for this client. */
  onEnd?(lesson: Lesson): void;
}

/** The refusals that the form can correct. */
const FORM: ReadonlySet<string> = new Set(["name_empty", "name_too_long", "name_bad", "avatar_bad", "resume_unknown"]);

export class Lesson {
  readonly phase = signal<Phase>({ at: "joining" });
  readonly link = signal<Link>({ state: "connecting" });
  readonly me = signal<Me | undefined>(undefined);
  readonly session;
  readonly room = signal<Room | undefined>(undefined);
  readonly notice = signal<Notice | undefined>(undefined);
  /** What screen readers announce. */
  readonly spoken = signal("");
  readonly tracks = new Tracks();
  readonly connection: Connection;

  readonly people = computed(() => [...(this.room.value?.people.values() ?? [])]);
  private readonly names = computed(() => displayNames(this.people.value));
  readonly teaches = computed(() => this.me.value?.role === "teacher");

  /** STUN and TURN servers for sound, with fresh credentials after each join. */
  iceServers: readonly IceServer[] = [];
  /** The secret for one's own seat, with which the page may ask the server for what belongs to the lesson. */
  resume = "";

  /** When the lesson ended, and whether chat and answers were kept; unknown to one who left before or came later. */
  ended: Ended | undefined;
  /** Whether it was this teacher, in this window, who ended the lesson. */
  endedHere = false;
  /** Whether this person has walked already: then they need no hint. */
  hasWalked = false;
  /** One's own place, in metres: the room in 3D moves it, and it outlives that view. */
  place: Place | undefined;

  private readonly models = new Map<unknown, object>();
  private guest: { username?: string; avatar?: Avatar } = {};
  private catchingUp = false;

  constructor(
    readonly page: Page,
    private readonly features: readonly LessonFeature[],
  ) {
    this.session = signal<SessionCard>(page.card);
    this.connection = new Connection(socketUrl(), {
      opened: () => void this.join(),
      event: (event) => this.receive(event),
      poses: (frame) => this.tracks.addFrame(frame, performance.now()),
      frame: (data) => {
        for (const feature of features) feature.onFrame?.(this, data);
      },
      lost: (reason, retryAt) => this.lost(reason === "restarting", retryAt),
      over: (reason) => this.end(reason),
    });
    for (const feature of features) feature.start?.(this);
  }

  /** What a feature holds and does in this lesson: made when it is first asked for. */
  model<M extends object>(Model: new (lesson: Lesson) => M): M {
    const model = (this.models.get(Model) as M | undefined) ?? new Model(this);
    this.models.set(Model, model);
    return model;
  }

  /** Sends a request. @returns why it was refused, or nothing */
  async attempt<E extends ClientEvent["event"]>(event: E, data: Data<E>): Promise<string | undefined> {
    try {
      await this.connection.request<unknown, E>(event, data);
      return undefined;
    } catch (error) {
      if (error instanceof Refused) return error.message;
      throw error;
    }
  }

  /** Sends a request; a notice says why it was refused. */
  async ask<E extends ClientEvent["event"]>(event: E, data: Data<E>): Promise<void> {
    const refused = await this.attempt(event, data);
    if (refused) this.notify(refused);
  }

  /** How a person is called here: two of one name are told apart. */
  nameOf({ participantId, username }: Pick<Participant, "participantId" | "username">): string {
    return this.names.value.get(participantId) ?? username;
  }

  get code(): string {
    return this.page.card.sessionCode;
  }

  /** Joins at once when it is known who one is; otherwise the form asks. */
  begin(): void {
    const { username, avatar, resume } = recall(this.code);
    if (!this.page.you && !resume) {
      this.phase.value = { at: "form" };
      return;
    }
    this.guest = { ...(username && { username }), ...(avatar && { avatar }) };
    this.connect();
  }

  /** Joins as a guest, with what the form says. */
  joinAs(username: string, avatar: Avatar): void {
    keep(this.code, { username, avatar });
    this.guest = { username, avatar };
    this.connect();
  }

  /** Takes the seat that an earlier tab has left. */
  continueAs({ username, avatar, resume }: FormerSeat): void {
    keep(this.code, { username, avatar, resume });
    this.guest = { username, avatar };
    this.connect();
  }

  /** Connects and joins, at first or again after the lesson was over. */
  connect(): void {
    this.ended = undefined;
    batch(() => {
      this.phase.value = { at: "joining" };
      this.link.value = { state: "connecting" };
    });
    this.connection.connect();
  }

  end(why: CloseReason | (string & {}), message?: string): void {
    this.connection.stop();
    // A person who was removed and is let in again returns to the same seat.
    if (why === "ended" || why === "left") forgetSeat(this.code);
    batch(() => {
      this.room.value = undefined;
      this.place = undefined;
      this.phase.value = { at: "over", why, ...(message && { message }) };
    });
    for (const feature of this.features) feature.onEnd?.(this);
  }

  readonly startSession = () => this.ask("on.sessionCreate", {});

  async endSession(keepChat: boolean): Promise<void> {
    // The end may be told before the reply.
    this.endedHere = true;
    const refused = await this.attempt("on.sessionTerminate", { keepChat });
    if (!refused) return;
    this.endedHere = false;
    this.notify(refused);
  }

  /** Leaves for good, also when the server cannot be told. */
  async leave(): Promise<void> {
    await this.connection.request("on.participantLeave", {}).catch(() => {});
    this.end("left");
  }

  /** Moves to this place and sends the pose. */
  moveTo(place: Place): void {
    this.place = place;
    this.connection.sendFrame(encodePose(toPose(place)));
  }

  /** The network may be another one than a moment ago. */
  onNetworkChange(): void {
    this.connection.probe();
    for (const feature of this.features) feature.onNetworkChange?.(this);
  }

  notify(text: string, action?: Notice["action"]): Notice {
    const notice = { text, number: (this.notice.value?.number ?? 0) + 1, ...(action && { action }) };
    this.notice.value = notice;
    return notice;
  }

  /** Takes a notice away, unless there is a newer one. */
  dismiss(notice: Notice | undefined): void {
    if (this.notice.value === notice) this.notice.value = undefined;
  }

  private async join(): Promise<void> {
    const { resume } = recall(this.code);
    try {
      const joined = await this.connection.request<Joined, "on.sessionJoin">("on.sessionJoin", {
        sessionId: this.code,
        ...this.guest,
        ...(resume && { resume }),
      });
      this.joined(joined);
    } catch (error) {
      if (error instanceof Refused) this.refused(error);
      else throw error;
    }
  }

  private joined({ room, resume, session, iceServers = [], ...me }: Joined): void {
    this.iceServers = iceServers;
    this.resume = resume;
    this.connection.joined();
    this.catchingUp = false;
    keep(this.code, {
      ...recall(this.code),
      ...(this.page.you ? {} : { username: me.username, avatar: me.avatar }),
      resume,
    });
    if (!this.page.you) keepSeat(this.code, { username: me.username, avatar: me.avatar, resume });
    batch(() => {
      this.me.value = me;
      this.session.value = session;
      this.link.value = { state: "open" };
      if (room) this.enter(room);
      else {
        this.room.value = undefined;
        this.phase.value = { at: "waiting" };
      }
    });
  }

  private lost(restarting: boolean, retryAt: number): void {
    const { value: before } = this.link;
    // Attempts that fail meanwhile do not know the reason.
    this.link.value = {
      state: "lost",
      restarting: restarting || (before.state === "lost" && before.restarting),
      retryAt,
    };
  }

  private refused(refused: Refused): void {
    // The connection of this join is gone, and there may be a newer one.
    if (refused.code === "offline") return;
    if (refused.isTransient) return this.connection.drop();
    this.connection.stop();
    if (refused.code === "resume_unknown") {
      forgetSeat(this.code);
      if (this.page.you) return this.connection.connect();
    }
    this.room.value = undefined;
    const wire = { code: refused.code, message: refused.message };
    if (FORM.has(refused.code) && !this.page.you) this.phase.value = { at: "form", refused: wire };
    else this.end(refused.code === "lesson_ended" ? "ended" : refused.code, refused.message);
  }

  private enter(snapshot: Snapshot): void {
    batch(() => {
      this.room.value = enter(snapshot, this.features, this.room.value);
      this.session.value = { ...this.session.value, state: snapshot.state };
      this.phase.value = { at: "room" };
    });
    this.tracks.enter(snapshot.participants, performance.now());
    const own = snapshot.participants.find((person) => person.seat === snapshot.seat);
    // After a loss: this person may have walked on meanwhile.
    if (this.place) this.moveTo(this.place);
    else if (own) this.place = toPlace(own.pose);
    for (const feature of this.features) feature.onEnter?.(this);
  }

  private receive(event: RoomEvent): void {
    switch (event.event) {
      case "on.sessionTerminate":
        this.ended = event.data;
        return this.end("ended");
      case "on.sessionEnter":
        this.spoken.value = t("news-in-classroom");
        return this.enter(event.data);
      case "on.serverRestart":
        return void this.notify(t("link-restart-soon"));
      case "on.refused": {
        const { code, message } = event.data;
        if (code !== "pose_bad" && code !== "too_fast") this.notify(refusal(code, message));
        return;
      }
      case "on.sessionCreate":
        this.session.value = { ...this.session.value, state: "live", startedAt: event.data.startedAt };
    }
    if (this.run("signals", event)) return;
    const before = this.room.value;
    if (!before || this.catchingUp) return;
    const after = reduce(before, event, this.features);
    if (after === "gap") return void this.catchUp();
    if (after === before) return;
    batch(() => {
      this.room.value = after;
      this.follow(event);
      this.run("effects", event);
      const about = { before, me: this.me.value?.participantId, teaches: this.teaches.value };
      const words = announce(
        event,
        about,
        this.features.map((feature) => feature.announce),
      );
      if (words) this.spoken.value = words;
    });
  }

  /** @returns whether any feature has such an effect */
  private run(kind: "signals" | "effects", event: RoomEvent): boolean {
    const effects = this.features.flatMap((feature) => feature[kind]?.[event.event] ?? []);
    // The event's name says which data it has.
    for (const effect of effects) effect(this, event.data as never);
    return effects.length > 0;
  }

  /** What events about people mean beside the room itself. */
  private follow(event: RoomEvent): void {
    if (event.event === "on.participantJoin") this.tracks.add(event.data, performance.now());
    if (event.event === "on.sessionRetention" && !this.teaches.value) {
      this.notify(t(event.data.keepsChat ? "room-kept-now" : "room-dropped-now"));
    }
    const me = this.me.value;
    if (me && event.event === "on.participantAvatar" && event.data.participantId === me.participantId) {
      this.me.value = { ...me, avatar: event.data.avatar };
    }
  }

  /** Something was missed: until the snapshot is here, further events are part of it. */
  private async catchUp(): Promise<void> {
    this.catchingUp = true;
    try {
      this.enter(await this.connection.request<Snapshot, "on.snapshot">("on.snapshot", {}));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.connection.drop();
    } finally {
      this.catchingUp = false;
    }
  }
}
