// What features show beside a person's name, in the lists of people.
import type { Participant } from "../net/protocol.gen";
import { useFeatures } from "../ui/context";

export function BesideName({ person }: { person: Participant }) {
  return useFeatures().map(({ name, BesideName }) => BesideName && <BesideName key={name} person={person} />);
}
