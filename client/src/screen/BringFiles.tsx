// For the teacher: a button that chooses files to show, the whole window as the place to drop them on, and how far they are.
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { AddFileIcon } from "../ui/icons";
import { ACCEPTED, BringModel, type Bringing } from "./bring";

/** @param words beside its sign */
export function BringButton({ words = false }: { words?: boolean }) {
  const model = useModel(BringModel);
  const field = useRef<HTMLInputElement>(null);
  if (!useLesson().teaches.value) return null;
  const chosen = () => {
    const { files } = field.current!;
    void model.bring([...(files ?? [])]);
    // The same file may be chosen again.
    field.current!.value = "";
  };
  return (
    <>
      <input ref={field} type="file" accept={ACCEPTED} multiple hidden onChange={chosen} />
      <button
        type="button"
        class={words ? "button soft" : "round-button soft"}
        aria-label={words ? undefined : t("bring")}
        title={words ? undefined : t("bring")}
        disabled={model.bringing.value !== undefined}
        onClick={() => field.current?.click()}
      >
        <AddFileIcon /> {words && t("bring")}
      </button>
    </>
  );
}

/** Above the stage: how much of a file has been sent, and where one that is dragged may be dropped. */
export function BringBanner() {
  const model = useModel(BringModel);
  const { teaches } = useLesson();
  const over = useDrops((files) => void model.bring(files), teaches.value);
  const bringing = model.bringing.value;
  if (!bringing && !over) return null;
  return (
    <div class="banner bring" role="status">
      <span>{bringing ? inWords(bringing) : t("bring-drop")}</span>
      {bringing && (
        // Nobody knows how long the server takes to convert it.
        <progress
          max={1}
          value={bringing.state === "uploading" ? bringing.part : undefined}
          aria-label={inWords(bringing)}
        />
      )}
    </div>
  );
}

function inWords({ name, state }: Bringing): string {
  switch (state) {
    case "uploading":
      return t("bring-uploading", { name });
    case "waiting":
      return t("bring-waiting", { name });
    case "converting":
      return t("bring-converting", { name });
  }
}

/** Files that are dropped on the window, or pasted where nothing is written. @returns whether one is dragged over it */
function useDrops(take: (files: readonly File[]) => void, wanted: boolean): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    if (!wanted) return;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const listeners = {
      dragover: (event: DragEvent) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(true);
      },
      dragleave: (event: DragEvent) => {
        if (!event.relatedTarget) setOver(false);
      },
      drop: (event: DragEvent) => {
        setOver(false);
        if (!hasFiles(event)) return;
        event.preventDefault();
        take([...(event.dataTransfer?.files ?? [])]);
      },
      paste: (event: ClipboardEvent) => {
        const files = [...(event.clipboardData?.files ?? [])];
        if (files.length === 0 || (event.target as Element).closest?.("input, textarea, [contenteditable]")) return;
        event.preventDefault();
        take(files);
      },
    };
    const all = Object.entries(listeners) as [string, EventListener][];
    for (const [name, listener] of all) window.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of all) window.removeEventListener(name, listener);
    };
  }, [wanted]);
  return over;
}
