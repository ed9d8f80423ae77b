// The one button that lets a careful browser play.
import { useLesson } from "../ui/context";
import { SpeakerIcon } from "../ui/icons";

export function SoundBanner() {
  const { sound } = useLesson();
  if (!sound.ears.blocked.value) return null;
  return (
    <div class="banner" role="status">
      <SpeakerIcon />
      <p>
        <strong>Your browser keeps quiet until you say so.</strong>
      </p>
      <button type="button" class="button strong small" onClick={() => sound.ears.open()}>
        Hear the others
      </button>
    </div>
  );
}
