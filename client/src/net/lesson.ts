// The lesson as the views see it: signals for what changes seldom, tracks for poses. It joins, listens, comes back.
import { batch, computed, signal } from "@preact/signals";
import { Tracks } from "./tracks";
import { tell } from "./announce";
import { Connection, Refused, type News } from "./connection";
import { encodePose, toPlace, toPose, type Place } from "./pose";
import { forgetSeat, keep, recall } from "./memory";
import { settled, type Outbox } from "./outbox";
import { socketUrl, type Page } from "./page";
import type { Avatar, CloseReason, Error as Wire, IceServer, Joined, SessionCard, Snapshot } from "./protocol.gen";
import { enter, hands, hear, type Room } from "./room";
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

export type Me = Pick<Joined, "participantId" | "username" | "role" | "avatar">;

/** The refusals that the form can mend. */
const FORM: ReadonlySet<string> = new Set(["name_empty", "name_too_long", "name_bad", "avatar_bad", "resume_unknown"]);

export class Lesson {
  readonly phase = signal<Phase>({ at: "joining" });
  readonly link = signal<Link>({ state: "connecting" });
  readonly me = signal<Me | undefined>(undefined);
  readonly session;
  readonly room = signal<Room | undefined>(undefined);
  readonly outbox = signal<Outbox>([]);
  readonly unread = signal(0);
  /** Whether the reader looks at the chat, so that nothing in it is unread. */
  readonly chatSeen = signal(false);
  /** Short words about what just failed or worked; the number makes equal ones different. */
  readonly notice = signal<{ text: string; number: number } | undefined>(undefined);
  /** Said to screen readers. */
  readonly spoken = signal("");
  readonly tracks = new Tracks();
  readonly connection: Connection;

  readonly people = computed(() => [...(this.room.value?.people.values() ?? [])]);
  readonly hands = computed(() => hands(this.people.value));
  readonly teaches = computed(() => this.me.value?.role === "teacher");
  readonly handUp = computed(() => this.hands.value.includes(this.me.value?.participantId ?? ""));

  /** Set by whoever watches the room together with this: called after each entry into it. */
  onEnter: () => void = () => {};

  /** Set by whoever does the sound: called with the news that are about it alone. */
  onSound: (news: News) => void = () => {};

  /** What sound may need to find its way: fresh after each join. */
  iceServers: readonly IceServer[] = [];

  /** Whether one has found out how to walk. */
  hasWalked = false;
  /** Where one stands oneself, in metres: the room in 3D moves it, and it outlives that view. */
  place: Place | undefined;

  private given: { username?: string; avatar?: Avatar } = {};
  private asking = false;

  constructor(readonly page: Page) {
    this.session = signal<SessionCard>(page.card);
    this.connection = new Connection(socketUrl(), {
      opened: () => void this.join(),
      news: (news) => this.hear(news),
      poses: (frame) => this.tracks.hear(frame, performance.now()),
      lost: (reason, retryAt) => this.lost(reason === "restarting", retryAt),
      over: (reason) => this.end(reason),
    });
  }

  get code(): string {
    return this.page.card.sessionCode;
  }

  /** Comes in at once when it is known who one is; else the form asks. */
  start(): void {
    const { username, avatar, resume } = recall(this.code);
    if (!this.page.you && !resume) {
      this.phase.value = { at: "form" };
      return;
    }
    this.given = { ...(username && { username }), ...(avatar && { avatar }) };
    this.come();
  }

  /** The form's answer. */
  introduce(username: string, avatar: Avatar): void {
    keep(this.code, { username, avatar });
    this.given = { username, avatar };
    this.come();
  }

  /** Comes in again from a screen that said that it is over. */
  come(): void {
    batch(() => {
      this.phase.value = { at: "joining" };
      this.link.value = { state: "connecting" };
    });
    this.connection.connect();
  }

  end(why: CloseReason | (string & {}), message?: string): void {
    this.connection.stop();
    // Who was removed and is let in again comes back to the same seat.
    if (why === "ended" || why === "left") forgetSeat(this.code);
    batch(() => {
      this.room.value = undefined;
      this.place = undefined;
      this.outbox.value = [];
      this.phase.value = { at: "over", why, ...(message && { message }) };
    });
  }

  /** Stands here from now on. */
  stand(place: Place): void {
    this.place = place;
    this.connection.sendPose(encodePose(toPose(place)));
  }

  say(text: string): void {
    this.notice.value = { text, number: (this.notice.value?.number ?? 0) + 1 };
  }

  private async join(): Promise<void> {
    const { resume } = recall(this.code);
    try {
      const joined = await this.connection.request<Joined, "on.sessionJoin">("on.sessionJoin", {
        sessionId: this.code,
        ...this.given,
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
    this.connection.settled();
    this.asking = false;
    keep(this.code, {
      ...recall(this.code),
      ...(this.page.you ? {} : { username: me.username, avatar: me.avatar }),
      resume,
    });
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
    // The tries that fail meanwhile do not know why.
    this.link.value = {
      state: "lost",
      restarting: restarting || (before.state === "lost" && before.restarting),
      retryAt,
    };
  }

  private refused(refused: Refused): void {
    if (refused.passes) return this.connection.drop();
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
      this.room.value = enter(snapshot, this.room.value);
      this.session.value = { ...this.session.value, state: snapshot.state };
      this.outbox.value = settled(this.outbox.value);
      this.phase.value = { at: "room" };
    });
    this.tracks.enter(snapshot.participants, performance.now());
    const own = snapshot.participants.find((person) => person.seat === snapshot.seat);
    // Back after a loss: one has perhaps walked on meanwhile.
    if (this.place) this.stand(this.place);
    else if (own) this.place = toPlace(own.pose);
    this.onEnter();
  }

  private hear(news: News): void {
    if (news.event === "on.sessionTerminate") return this.end("ended");
    if (news.event === "on.sessionEnter") {
      this.spoken.value = t("news-in-classroom");
      return this.enter(news.data);
    }
    if (news.event === "on.mediaSlots" || news.event === "on.mediaEnd") return this.onSound(news);
    if (news.event === "on.serverRestart") this.say(t("link-restart-soon"));
    if (news.event === "on.refused" && news.data.code !== "pose_bad" && news.data.code !== "too_fast") {
      this.say(refusal(news.data.code, news.data.message));
    }
    if (news.event === "on.sessionCreate") this.session.value = { ...this.session.value, state: "live" };
    const before = this.room.value;
    if (!before || this.asking) return;
    const after = hear(before, news);
    if (after === "gap") return void this.catchUp();
    if (after === before) return;
    batch(() => {
      this.room.value = after;
      this.follow(news);
      const words = tell(news, before, this.me.value?.participantId, this.teaches.value);
      if (words) this.spoken.value = words;
    });
  }

  /** What news means beside the room itself. */
  private follow(news: News): void {
    if (news.event === "on.participantJoin") this.tracks.add(news.data, performance.now());
    const me = this.me.value;
    if (me && news.event === "on.participantAvatar" && news.data.participantId === me.participantId) {
      this.me.value = { ...me, avatar: news.data.avatar };
    }
    if (news.event === "on.message" && !this.chatSeen.value) {
      this.unread.value += news.data.filter((line) => line.participantId !== this.me.value?.participantId).length;
    }
  }

  /** Something was missed: until the snapshot is here, further news is part of it. */
  private async catchUp(): Promise<void> {
    this.asking = true;
    try {
      this.enter(await this.connection.request<Snapshot, "on.snapshot">("on.snapshot", {}));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.connection.drop();
    } finally {
      this.asking = false;
    }
  }
}
