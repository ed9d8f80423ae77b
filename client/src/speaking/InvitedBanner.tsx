// For a student who is invited to speak: only the student turns the microphone on.
import { Sound } from "../audio/sound";
import { settings } from "../audio/settings";
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { MicIcon } from "../ui/icons";
import { hasKeyboard } from "../ui/keys";
import { SpeakingModel } from "./model";

export function InvitedBanner() {
  const lesson = useLesson();
  const sound = useModel(Sound);
  const speaking = useModel(SpeakingModel);
  if (!speaking.isInvited.value) return null;
  // Who holds a button to talk accepts by holding it.
  const { hold } = settings.value;
  return (
    <section class="banner invited" aria-label={t("speak-invited-title")}>
      <MicIcon />
      <p>
        <strong>{t("speak-invited", { teacher: lesson.session.value.teacher })}</strong>
        {hold && ` ${t(hasKeyboard() ? "speak-hold" : "speak-hold-touch")}`}
      </p>
      <div class="row">
        {!hold && (
          <button
            type="button"
            class="button strong small"
            disabled={sound.microphone.asking.value}
            onClick={() => void sound.speak(true)}
          >
            {t("speak-accept")}
          </button>
        )}
        <button type="button" class="button soft small" onClick={() => void speaking.decline()}>
          {t("speak-decline")}
        </button>
      </div>
    </section>
  );
}
