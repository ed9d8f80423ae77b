// What a screen reader says of an event, in a sentence. Lines of chat need none: their log is a live region.
import type { EventData, EventName, RoomEvent } from "../net/connection";
import type { ParticipantId } from "../net/protocol.gen";
import { t } from "../texts";
import { displayNames } from "./displayNames";
import type { Room } from "./room";

/** What an announcement may depend on. */
export interface Announcing {
  /** The room before the event. */
  before: Room;
  me: ParticipantId | undefined;
  teaches: boolean;
  name(who: ParticipantId): string;
}

/** For each event, the sentence; none when there is nothing to say. */
export type Announcements = {
  readonly [E in EventName]?: (data: EventData<E>, announcing: Announcing) => string | undefined;
};

/** @param all of the features, in the order in which they are asked; the first sentence is said. */
export function announce(
  event: RoomEvent,
  { before, me, teaches }: Omit<Announcing, "name">,
  all: readonly (Announcements | undefined)[],
): string | undefined {
  const name = (who: ParticipantId) => displayNames(before.people.values()).get(who) ?? t("news-someone");
  for (const announcements of [OWN, ...all]) {
    // The event's name says which data it has.
    const words = announcements?.[event.event]?.(event.data as never, { before, me, teaches, name });
    if (words) return words;
  }
  return undefined;
}

const OWN: Announcements = {
  "on.sessionCreate": () => t("news-started"),
  "on.participantJoin": ({ participantId, username }, { before }) =>
    before.people.has(participantId) ? undefined : t("news-came", { name: username }),
  "on.participantLeave": ({ participantId, why }, { name }) =>
    t(why === "removed" ? "news-removed" : "news-left", { name: name(participantId) }),
};
