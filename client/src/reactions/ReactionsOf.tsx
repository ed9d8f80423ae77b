// Somebody's latest reactions, beside their name. Screen readers hear how many there were of all.
import { useComputed } from "@preact/signals";
import type { Participant } from "../net/protocol.gen";
import { useModel } from "../ui/context";
import { ReactionsModel } from "./model";

export function ReactionsOf({ person: { participantId } }: { person: Participant }) {
  const { shown } = useModel(ReactionsModel);
  const own = useComputed(() => shown.value.get(participantId)).value;
  if (!own) return null;
  return (
    <span class="reactions-of" aria-hidden="true">
      {own.map(({ id, sign }) => (
        <span key={id}>{sign}</span>
      ))}
    </span>
  );
}
