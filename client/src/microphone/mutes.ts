// Tells a person whose microphone someone else has turned off who did it: that can only be the teacher, so the event names nobody.
import { effect, untracked } from "@preact/signals";
import { settings } from "../audio/settings";
import { Sound } from "../audio/sound";
import type { Lesson, Notice } from "../lesson/lesson";
import { t } from "../texts";
import { MicrophoneModel } from "./model";

export function noticeMutes(lesson: Lesson): void {
  const sound = lesson.model(Sound);
  let before = sound.own.value;
  let told: Notice | undefined;
  effect(() => {
    const own = sound.own.value;
    untracked(() => {
      if (own !== "muted") {
        if (told) lesson.dismiss(told);
        told = undefined;
      } else if (before === "on" && sound.isMutedByOther) told = tell(lesson, sound);
    });
    before = own;
  });
}

function tell(lesson: Lesson, sound: Sound): Notice {
  const allowed = lesson.teaches.value || lesson.model(MicrophoneModel).unmutingAllowed.value;
  const text = t(allowed ? "mic-muted-by" : "mic-muted-by-hand", { teacher: lesson.session.value.teacher });
  // Who holds a button to talk has that button.
  const offers = allowed && !settings.value.hold;
  return lesson.notify(text, offers ? { words: t("mic-unmute"), act: () => void sound.speak(true) } : undefined);
}
