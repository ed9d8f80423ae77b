// The teacher asks the class for something, and ends it.
import { useState } from "preact/hooks";
import type { HandInKind } from "../net/protocol.gen";
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { HandInModel } from "./model";

const KINDS: readonly HandInKind[] = ["picture", "pdf", "text"];

export function RequestForm() {
  const model = useModel(HandInModel);
  const live = useLesson().room.value?.state === "live";
  const { request } = model.state.value;
  const [title, setTitle] = useState("");
  const [kinds, setKinds] = useState<readonly HandInKind[]>(KINDS);
  const [wrong, setWrong] = useState<string>();
  if (request) {
    return (
      <div class="quiz-foot">
        <p role="status">
          {t("handin-asked", { kinds: request.kinds.map((kind) => t(`handin-kind-${kind}`)).join(", ") })}
        </p>
        <button type="button" class="button soft" disabled={!live} onClick={() => void model.close()}>
          {t("handin-end")}
        </button>
      </div>
    );
  }
  const ask = async (event: SubmitEvent) => {
    event.preventDefault();
    setWrong(await model.ask({ title, kinds: [...kinds] }));
  };
  return (
    <form class="poll-ask" onSubmit={(event) => void ask(event)}>
      <label>
        {t("handin-what")}
        <input required maxLength={200} value={title} onInput={({ currentTarget }) => setTitle(currentTarget.value)} />
      </label>
      <fieldset class="poll-settings">
        <legend>{t("handin-kinds")}</legend>
        {KINDS.map((kind) => (
          <label key={kind} class="poll-check">
            <input
              type="checkbox"
              checked={kinds.includes(kind)}
              onChange={({ currentTarget: { checked } }) =>
                setKinds(checked ? [...kinds, kind] : kinds.filter((other) => other !== kind))
              }
            />
            {t(`handin-kind-${kind}`)}
          </label>
        ))}
      </fieldset>
      {wrong && (
        <p class="problem" role="alert">
          {wrong}
        </p>
      )}
      <div class="row end">
        <button type="submit" class="button strong" disabled={!live || kinds.length === 0}>
          {t("handin-ask")}
        </button>
      </div>
    </form>
  );
}
