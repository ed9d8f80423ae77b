// A student hands in: files by choice (a phone offers its camera), drop or paste, and a text.
import { useEffect, useState } from "preact/hooks";
import type { HandInRequest } from "../net/protocol.gen";
import { t } from "../texts";
import { useModel } from "../ui/context";
import { HandInModel } from "./model";

const ACCEPT = { picture: "image/jpeg,image/png,image/webp,image/gif", pdf: "application/pdf" };

export function HandInForm({ request: { kinds } }: { request: HandInRequest }) {
  const model = useModel(HandInModel);
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState<string>();
  const [over, setOver] = useState(false);
  const files = kinds.filter((kind) => kind !== "text");
  const takesFiles = files.length > 0;
  useEffect(() => {
    if (!takesFiles) return;
    const pasted = ({ clipboardData }: ClipboardEvent) => {
      if (clipboardData?.files.length) void model.handIn([...clipboardData.files]);
    };
    document.addEventListener("paste", pasted);
    return () => document.removeEventListener("paste", pasted);
  }, [takesFiles]);
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    const refused = await model.handInText(text);
    setWrong(refused);
    if (!refused) setText("");
  };
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void model.handIn([...(event.dataTransfer?.files ?? [])]);
  };
  return (
    <div class="handin-form">
      {takesFiles && (
        <label
          class={over ? "handin-drop is-over" : "handin-drop"}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={dropped}
        >
          <span>{t("handin-choose")}</span>
          <input
            type="file"
            multiple
            accept={files.map((kind) => ACCEPT[kind]).join(",")}
            onChange={({ currentTarget }) => {
              void model.handIn([...(currentTarget.files ?? [])]);
              currentTarget.value = "";
            }}
          />
        </label>
      )}
      {kinds.includes("text") && (
        <form onSubmit={(event) => void send(event)}>
          <label>
            {t("handin-text")}
            <textarea
              rows={4}
              required
              maxLength={5000}
              value={text}
              onInput={({ currentTarget }) => setText(currentTarget.value)}
            />
          </label>
          {wrong && (
            <p class="problem" role="alert">
              {wrong}
            </p>
          )}
          <button type="submit" class="button strong" disabled={!text.trim()}>
            {t("handin-send")}
          </button>
        </form>
      )}
      <ul role="status">
        {model.sending.value.map(({ number, name, wrong }) => (
          <li key={number} class={wrong ? "problem" : undefined}>
            {wrong ? t("handin-refused", { name, why: wrong }) : t("handin-sending", { name })}
          </li>
        ))}
      </ul>
    </div>
  );
}
