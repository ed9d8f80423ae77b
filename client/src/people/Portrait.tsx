// A person in the lists: their face, or for a streaming program an icon.
import type { Participant } from "../net/protocol.gen";
import { StreamIcon } from "../ui/icons";
import { Face } from "./Face";

export function Portrait({ person }: { person: Participant }) {
  return person.stream ? <StreamIcon /> : <Face avatar={person.avatar} />;
}
