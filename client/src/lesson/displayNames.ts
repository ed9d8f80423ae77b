// The names under which people are shown: two people of one name are told apart by a number.
import { isolated } from "../texts";
import { fold } from "./fold";
import type { Participant, ParticipantId } from "../net/protocol.gen";

type Named = Pick<Participant, "participantId" | "username" | "seat">;

/** "Maria", "Maria (2)", "Maria (3)", by order of seat. A number that someone's own name ends in already is left out. */
export function displayNames(people: Iterable<Named>): ReadonlyMap<ParticipantId, string> {
  const all = [...people].sort((a, b) => a.seat - b.seat);
  const taken = new Set(all.map(({ username }) => fold(username)));
  const seen = new Set<string>();
  const names = new Map<ParticipantId, string>();
  for (const { participantId, username } of all) {
    let name = username;
    // The empty name is that of a person who was erased: views show words for it.
    if (username && seen.has(fold(username))) {
      for (let number = 2; taken.has(fold(name)); number++) name = `${isolated(username)} (${number})`;
      taken.add(fold(name));
    }
    seen.add(fold(username));
    names.set(participantId, name);
  }
  return names;
}
