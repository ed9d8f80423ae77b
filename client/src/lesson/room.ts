// The room as this client knows it: a pure function from one state and one event of the server to the next state. Session,
// seat and people are its own; each feature adds its slice and its reducers.
import type { EventData, EventName, RoomEvent } from "../net/connection";
import type { Participant, ParticipantId, Seat, SessionState, Snapshot } from "../net/protocol.gen";

export interface Room {
  /** Events up to this number are contained. */
  seq: number;
  state: SessionState;
  /** When the lesson started; absent before. */
  startedAt?: string;
  /** Whether chat and answers outlive the lesson. */
  keepsChat: boolean;
  /** This client's own seat. */
  seat: Seat;
  people: ReadonlyMap<ParticipantId, Participant>;
  /** The state of each feature by its name; its slice reads and writes it. */
  features: Readonly<Record<string, unknown>>;
}

/** For each event, how it changes the room. */
export type Reducers = { readonly [E in EventName]?: (room: Room, data: EventData<E>) => Room };

/** What the room needs of a feature. */
export interface RoomFeature {
  readonly name: string;
  readonly slice?: Pick<Slice<unknown>, "name" | "next">;
  readonly reduce?: Reducers;
  /** Events about the room's state that only some people receive: they carry the number of everyone's last event. */
  readonly unnumbered?: readonly EventName[];
}

/** A feature's part of the room's state. Only the slice knows the type of what the room keeps under its name. */
export class Slice<T> {
  /** @param fromSnapshot makes the part out of a snapshot; `before` is the part until then, if there was one. */
  constructor(
    readonly name: string,
    readonly fromSnapshot: (snapshot: Snapshot, before: T | undefined) => T,
  ) {}

  of(room: Room): T {
    return room.features[this.name] as T;
  }

  set(room: Room, part: T): Room {
    return { ...room, features: { ...room.features, [this.name]: part } };
  }

  /** The part that a snapshot makes after this room. */
  next(snapshot: Snapshot, before: Room | undefined): T {
    return this.fromSnapshot(snapshot, before && this.of(before));
  }
}

/** The room of a snapshot; features keep from the room `before` what the snapshot does not repeat. */
export function enter(snapshot: Snapshot, features: readonly RoomFeature[], before?: Room): Room {
  const { seq, state, startedAt, keepsChat, seat } = snapshot;
  return {
    seq,
    state,
    ...(startedAt && { startedAt }),
    keepsChat,
    seat,
    people: new Map(snapshot.participants.map((person) => [person.participantId, person])),
    features: Object.fromEntries(
      features.flatMap(({ slice }) => (slice ? [[slice.name, slice.next(snapshot, before)]] : [])),
    ),
  };
}

/** The next state, or `gap` when an event was missed: then the client needs a snapshot. */
export function reduce(room: Room, event: RoomEvent, features: readonly RoomFeature[]): Room | "gap" {
  const { seq } = event;
  if (features.some(({ unnumbered }) => unnumbered?.includes(event.event))) {
    return seq > room.seq ? "gap" : apply(room, event, features);
  }
  if (seq <= room.seq) return room;
  if (seq > room.seq + 1) return "gap";
  return { ...apply(room, event, features), seq };
}

function apply(room: Room, event: RoomEvent, features: readonly RoomFeature[]): Room {
  for (const reducers of [OWN, ...features.map(({ reduce }) => reduce)]) {
    // The event's name says which data it has.
    room = reducers?.[event.event]?.(room, event.data as never) ?? room;
  }
  return room;
}

const OWN: Reducers = {
  "on.sessionCreate": (room, { startedAt }) => ({ ...room, state: "live", startedAt }),
  "on.sessionRetention": (room, { keepsChat }) => ({ ...room, keepsChat }),
  "on.sessionTerminate": (room) => ({ ...room, state: "ended" }),
  "on.participantJoin": (room, person) => ({
    ...room,
    people: new Map(room.people).set(person.participantId, person),
  }),
  "on.participantLeave": (room, { participantId }) => {
    const people = new Map(room.people);
    people.delete(participantId);
    return { ...room, people };
  },
  "on.participantConnection": (room, { participantId, connection }) =>
    updatePerson(room, participantId, (person) => ({ ...person, connection })),
  "on.participantAvatar": (room, { participantId, avatar }) =>
    updatePerson(room, participantId, (person) => ({ ...person, avatar })),
  "on.participantRename": (room, { participantId, username }) =>
    updatePerson(room, participantId, (person) => ({ ...person, username })),
};

/** The room with one person changed, if they are in it. */
export function updatePerson(room: Room, who: ParticipantId, change: (person: Participant) => Participant): Room {
  const person = room.people.get(who);
  return person ? { ...room, people: new Map(room.people).set(who, change(person)) } : room;
}
