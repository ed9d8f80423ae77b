// Who may show a camera or share a screen, and who asks for it; who does, stands with the people in the room.
import { Slice, updatePerson, type Reducers, type Room } from "../lesson/room";
import type { Asked, ParticipantId, ShowKind, Showing } from "../net/protocol.gen";

export interface ShowingState {
  rules: Showing;
  /** What one may show oneself. */
  may: Record<ShowKind, boolean>;
  /** The person that everyone sees large. */
  spotlight: ParticipantId | undefined;
  /** For a teacher: who asks for permission. */
  asked: readonly Asked[];
  /** For a teacher: to whom something was allowed or forbidden, as far as it was heard. */
  permissions: ReadonlyMap<ParticipantId, Record<ShowKind, boolean>>;
}

export const showingState = new Slice<ShowingState>(
  "showing",
  ({ showing, mayShow, showingAsked, spotlight }, before) => ({
    rules: showing,
    may: { camera: mayShow.camera, screen: mayShow.screen },
    asked: showingAsked ?? [],
    spotlight,
    permissions: before?.permissions ?? new Map(),
  }),
);

/** Changes a part of the state. */
function patch(room: Room, some: Partial<ShowingState>): Room {
  return showingState.set(room, { ...showingState.of(room), ...some });
}

export const showingReducers: Reducers = {
  "on.showingAllow": (room, rules) => patch(room, { rules }),
  "on.showingPermit": (room, { participantId, camera, screen }) => {
    const { permissions } = showingState.of(room);
    const may = { camera, screen };
    const own = room.people.get(participantId)?.seat === room.seat;
    return patch(room, { permissions: new Map(permissions).set(participantId, may), ...(own && { may }) });
  },
  "on.showingSpotlight": (room, { participantId }) => patch(room, { spotlight: participantId }),
  "on.showingAsk": (room, asked) => {
    const others = showingState
      .of(room)
      .asked.filter((one) => one.participantId !== asked.participantId || one.kind !== asked.kind);
    return patch(room, { asked: asked.asks ? [...others, asked] : others });
  },
  "on.participantCamera": (room, { participantId, camera }) =>
    updatePerson(room, participantId, (person) => ({ ...person, camera })),
  "on.participantScreen": (room, { participantId, screen }) =>
    updatePerson(room, participantId, (person) => ({ ...person, screen })),
  "on.participantLeave": (room, { participantId }) => {
    const { asked, spotlight } = showingState.of(room);
    return patch(room, {
      asked: asked.filter((one) => one.participantId !== participantId),
      spotlight: spotlight === participantId ? undefined : spotlight,
    });
  },
};
