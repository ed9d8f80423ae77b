// For the teacher of a lesson that has not started: who waits, and the button that starts it.
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { ModerationModel } from "./model";

export function StartBanner() {
  const lesson = useLesson();
  const waiting = useModel(ModerationModel).waiting.value;
  if (lesson.room.value?.state !== "planned" || !lesson.teaches.value || lesson.link.value.state === "lost")
    return null;
  return (
    <div class="banner start">
      <p>
        <strong>{t("room-not-started")}</strong> {t("room-waiting", { count: waiting.length })}
      </p>
      <button type="button" class="button strong" onClick={() => void lesson.startSession()}>
        {t("room-start")}
      </button>
    </div>
  );
}
