// What stands for someone in the lists: their face, or for a program that streams a sign that it is one.
import type { Participant } from "../net/protocol.gen";
import { StreamIcon } from "../ui/icons";
import { Face } from "./Face";

export function Portrait({ person }: { person: Participant }) {
  return person.stream ? <StreamIcon /> : <Face avatar={person.avatar} />;
}
