// The teacher's notes about the page in sight, under it.
import { useEffect } from "preact/hooks";
import { t } from "../texts";
import { useModel } from "../ui/context";
import { NotesModel } from "./notes";

/** As the server has it (src/protocol/text.rs). */
const LONGEST = 5000;

export function Notes() {
  const model = useModel(NotesModel);
  const text = model.text.value;
  // Closing it saves what was written last.
  useEffect(() => () => void model.flush(), []);
  return (
    <div class="notes">
      <label for="slide-notes">{t("notes-label", { page: model.page.value + 1 })}</label>
      <textarea
        id="slide-notes"
        rows={3}
        maxLength={LONGEST}
        disabled={text === undefined}
        value={text ?? ""}
        aria-describedby="slide-notes-state"
        onInput={(event) => model.write(event.currentTarget.value)}
        onBlur={() => void model.flush()}
      />
      <p id="slide-notes-state" class={model.problem.value ? "problem" : "notes-help"} role="status">
        {model.problem.value ?? t("notes-help")}
      </p>
    </div>
  );
}
