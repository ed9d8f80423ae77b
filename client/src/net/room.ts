// The room as this client knows it: a pure function from one state and one piece of news to the next.
import type { News } from "./connection";
import type {
  ItemId,
  Line,
  Outsider,
  Participant,
  ParticipantId,
  QuizCount,
  Screen,
  SessionState,
  Snapshot,
} from "./protocol.gen";

export interface Room {
  /** News up to this number is contained. */
  seq: number;
  state: SessionState;
  seat: number;
  people: ReadonlyMap<ParticipantId, Participant>;
  lines: readonly Line[];
  moreLines: boolean;
  /** Whether students may turn their own microphones on. */
  unmutingAllowed: boolean;
  /** What the screen shows; nothing without content. */
  screen: Screen | undefined;
  /** What one has answered, by quiz. */
  answers: ReadonlyMap<ItemId, number>;
  /** For the teacher: what was answered to the quiz on the screen. */
  count: QuizCount | undefined;
  waiting: readonly Outsider[];
  removed: readonly Outsider[];
}

/** So many lines are kept at most; older ones can be asked for again. */
const LINES_MOST = 600;
const LINES_KEPT = 400;

/** The room of a snapshot, with the older lines that had been asked for already, if they join on to it. */
export function enter(snapshot: Snapshot, before?: Room): Room {
  const { seq, state, seat, unmutingAllowed, screen, answers, count, waiting, removed } = snapshot;
  const first = snapshot.messages[0]?.messageId;
  const joint = first && before ? before.lines.findIndex((line) => line.messageId === first) : -1;
  const older = joint > 0 ? before!.lines.slice(0, joint) : [];
  return {
    seq,
    state,
    seat,
    people: new Map(snapshot.participants.map((person) => [person.participantId, person])),
    lines: [...older, ...snapshot.messages],
    moreLines: older.length > 0 ? before!.moreLines : snapshot.moreMessages,
    unmutingAllowed,
    screen,
    answers: new Map(answers?.map(({ quizId, choice }) => [quizId, choice])),
    count,
    waiting,
    removed,
  };
}

/** The next state, or `gap` when something was missed: then ask for a snapshot. */
export function hear(room: Room, news: News): Room | "gap" {
  switch (news.event) {
    case "on.sessionEnter":
      return enter(news.data, room);
    case "on.refused":
    case "on.serverRestart":
    case "on.mediaSlots":
    case "on.mediaEnd":
      return room;
    case "on.waitingChange":
      if (news.seq > room.seq) return "gap";
      return { ...room, waiting: news.data.waiting, removed: news.data.removed };
    case "on.quizCount":
      if (news.seq > room.seq) return "gap";
      return { ...room, count: news.data };
  }
  if (news.seq <= room.seq) return room;
  if (news.seq > room.seq + 1) return "gap";
  return { ...apply(room, news), seq: news.seq };
}

function apply(room: Room, news: News): Room {
  switch (news.event) {
    case "on.sessionCreate":
      return { ...room, state: "live" };
    case "on.sessionTerminate":
      return { ...room, state: "ended" };
    case "on.participantJoin":
      return { ...room, people: new Map(room.people).set(news.data.participantId, news.data) };
    case "on.participantLeave": {
      const people = new Map(room.people);
      people.delete(news.data.participantId);
      return { ...room, people };
    }
    case "on.participantConnection":
      return change(room, news.data.participantId, (person) => ({ ...person, connection: news.data.connection }));
    case "on.participantMute":
      return change(room, news.data.participantId, (person) => ({ ...person, microphone: news.data.microphone }));
    case "on.participantAvatar":
      return change(room, news.data.participantId, (person) => ({ ...person, avatar: news.data.avatar }));
    case "on.participantRename": {
      const { participantId, username } = news.data;
      const lines = room.lines.map((line) => (line.participantId === participantId ? { ...line, username } : line));
      return change({ ...room, lines }, participantId, (person) => ({ ...person, username }));
    }
    case "on.screenTurn":
      return { ...room, screen: news.data.screen ?? undefined };
    case "on.unmutingAllow":
      return { ...room, unmutingAllowed: news.data.allowed };
    case "on.handRaise":
      return change(room, news.data.participantId, (person) => ({ ...person, handRaisedAt: news.data.handRaisedAt }));
    case "on.handLower":
      return change(room, news.data.participantId, ({ handRaisedAt: _, ...person }) => person);
    case "on.message":
      return say(room, news.data);
    case "on.editMessage": {
      const { messageId, message, editedAt } = news.data;
      const lines = room.lines.map((line) => (line.messageId === messageId ? { ...line, message, editedAt } : line));
      return { ...room, lines };
    }
    default:
      return room;
  }
}

function change(room: Room, who: ParticipantId, how: (person: Participant) => Participant): Room {
  const person = room.people.get(who);
  return person ? { ...room, people: new Map(room.people).set(who, how(person)) } : room;
}

function say(room: Room, news: readonly Line[]): Room {
  const known = new Set(room.lines.map((line) => line.messageId));
  const lines = [...room.lines, ...news.filter((line) => !known.has(line.messageId))];
  if (lines.length <= LINES_MOST) return { ...room, lines };
  return { ...room, lines: lines.slice(-LINES_KEPT), moreLines: true };
}

/** Puts older lines before those that are there. */
export function remember(room: Room, older: readonly Line[], moreLines: boolean): Room {
  const known = new Set(room.lines.map((line) => line.messageId));
  return { ...room, lines: [...older.filter((line) => !known.has(line.messageId)), ...room.lines], moreLines };
}

/** The raised hands, first come first: whose turn it is. */
export function hands(people: Iterable<Participant>): ParticipantId[] {
  return [...people]
    .filter((person) => person.handRaisedAt)
    .sort((a, b) => Date.parse(a.handRaisedAt!) - Date.parse(b.handRaisedAt!) || a.seat - b.seat)
    .map((person) => person.participantId);
}
