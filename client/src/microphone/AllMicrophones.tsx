// For the teacher: muting everyone, and whether students may unmute themselves.
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { MicrophoneModel } from "./model";

export function AllMicrophones() {
  const lesson = useLesson();
  const microphones = useModel(MicrophoneModel);
  const anyone = lesson.people.value.some((person) => person.role !== "teacher" && person.microphone === "on");
  return (
    <div class="microphones">
      <button type="button" class="button soft small" disabled={!anyone} onClick={() => void microphones.muteAll()}>
        {t("people-mute-all")}
      </button>
      <label>
        <input
          type="checkbox"
          role="switch"
          checked={microphones.unmutingAllowed.value}
          onChange={(event) => void microphones.allowUnmuting(event.currentTarget.checked)}
        />
        {t("people-unmuting")}
      </label>
    </div>
  );
}
