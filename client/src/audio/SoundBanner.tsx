// The one button that lets a careful browser play.
import { SpeakerIcon } from "../ui/icons";
import { blocked, unblock } from "./graph";

export function SoundBanner() {
  if (!blocked.value) return null;
  return (
    <div class="banner" role="status">
      <SpeakerIcon />
      <p>
        <strong>Your browser keeps quiet until you say so.</strong>
      </p>
      <button type="button" class="button strong small" onClick={unblock}>
        Hear the others
      </button>
    </div>
  );
}
