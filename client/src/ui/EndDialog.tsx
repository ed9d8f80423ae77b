// The end of the lesson: what becomes of chat and answers is chosen here, where it happens.
import { useState } from "preact/hooks";
import { t } from "../texts";
import { Confirm } from "./Confirm";
import { useLesson } from "./context";

export function EndDialog({ onClose }: { onClose: () => void }) {
  const lesson = useLesson();
  const [keeps, setKeeps] = useState(lesson.room.value?.keepsChat ?? false);
  const choice = (keep: boolean, words: string, help: string) => (
    <label class="choice">
      <input type="radio" name="keep" checked={keeps === keep} onChange={() => setKeeps(keep)} />
      <span>
        {t(words)} <small>{t(help)}</small>
      </span>
    </label>
  );
  return (
    <Confirm
      title={t("room-end-title")}
      yes={t("room-end-yes")}
      onYes={() => void lesson.endSession(keeps)}
      onClose={onClose}
      choices={
        <fieldset class="choices">
          <legend>{t("room-end-kept")}</legend>
          {choice(true, "room-end-keep", "room-end-keep-help")}
          {choice(false, "room-end-drop", "room-end-drop-help")}
        </fieldset>
      }
    >
      {t("room-end-text")}
    </Confirm>
  );
}
