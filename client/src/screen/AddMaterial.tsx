// For the teacher of a lesson without content: adds one of their materials. The room follows the lesson's change by itself.
import { useEffect, useRef, useState } from "preact/hooks";
import { refusal, t } from "../texts";
import { useLesson } from "../ui/context";
import { CloseIcon } from "../ui/icons";

interface Material {
  id: string;
  Title: string;
}

/** The lesson after the change. */
interface Changed {
  experiences: { content: readonly unknown[] };
}

export function AddMaterial() {
  const lesson = useLesson();
  const [open, setOpen] = useState(false);
  if (!lesson.teaches.value) return null;
  return (
    <>
      <button type="button" class="button soft" onClick={() => setOpen(true)}>
        {t("screen-add")}
      </button>
      {open && <Materials onClose={() => setOpen(false)} />}
    </>
  );
}

function Materials({ onClose }: { onClose: () => void }) {
  const { id } = useLesson().session.value;
  const dialog = useRef<HTMLDialogElement>(null);
  const [materials, setMaterials] = useState<readonly Material[]>();
  const [problem, setProblem] = useState<string>();
  const [adding, setAdding] = useState(false);
  useEffect(() => {
    dialog.current?.showModal();
    // The teacher's own come first.
    request<Material[]>("GET", "/api/experiences").then(setMaterials, (error: Error) => setProblem(error.message));
  }, []);
  const add = async (experiences: string) => {
    setAdding(true);
    try {
      const changed = await request<Changed>("PUT", `/api/sessions/${id}`, { experiences });
      if (changed.experiences.content.length > 0) return dialog.current?.close();
      setProblem(t("screen-add-empty"));
    } catch (error) {
      setProblem((error as Error).message);
    }
    setAdding(false);
  };
  return (
    <dialog ref={dialog} class="confirm materials" aria-labelledby="materials-title" onClose={onClose}>
      <header>
        <h2 id="materials-title">{t("screen-add")}</h2>
        <button
          type="button"
          class="round-button"
          aria-label={t("screen-add-close")}
          onClick={() => dialog.current?.close()}
        >
          <CloseIcon />
        </button>
      </header>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {materials?.length === 0 && <p>{t("screen-add-none")}</p>}
      <ul>
        {materials?.map(({ id, Title }) => (
          <li key={id}>
            <button type="button" class="button soft wide" dir="auto" disabled={adding} onClick={() => void add(id)}>
              {Title}
            </button>
          </li>
        ))}
      </ul>
      <a href="/dashboard/experiences" target="_blank" rel="noopener">
        {t("screen-add-new")}
      </a>
    </dialog>
  );
}

/** Asks the API as the person who is signed in. @throws why it was refused, in a sentence */
async function request<T>(method: string, path: string, body?: object): Promise<T> {
  const headers = { accept: "application/json", "content-type": "application/json" };
  const answer = await fetch(path, { method, headers, ...(body && { body: JSON.stringify(body) }) }).catch(() => {
    throw new Error(t("refusal-offline"));
  });
  const data = (await answer.json().catch(() => ({}))) as { error?: { code: string; details: string } };
  if (!answer.ok) throw new Error(refusal(data.error?.code ?? "busy", data.error?.details ?? t("refusal-busy")));
  return data as T;
}
