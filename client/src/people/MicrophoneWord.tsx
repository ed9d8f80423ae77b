// Whether somebody's microphone is on, in a word and a colour, beside what else is said of them.
import type { Participant } from "../net/protocol.gen";
import { t } from "../texts";

export function MicrophoneWord({ person: { microphone, stream } }: { person: Participant }) {
  // Most of a class has none: that is not worth a word each.
  if (stream || microphone === "none") return null;
  return (
    <span class={microphone === "on" ? "mic-word is-on" : "mic-word"}>
      <span class="mic-dot" aria-hidden="true" />
      {t(microphone === "on" ? "mic-state-on" : "mic-state-off")}
    </span>
  );
}
