// For the teacher of a lesson without content: adds one of their materials. The room follows the lesson's change by itself.
import { useEffect, useRef, useState } from "preact/hooks";
import { askApi } from "../net/api";
import { t } from "../texts";
import { useLesson } from "../ui/context";
import { CloseIcon } from "../ui/icons";
import { BringButton } from "./BringFiles";

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
      <div class="slide-controls">
        <button type="button" class="button soft" onClick={() => setOpen(true)}>
          {t("screen-add")}
        </button>
        <BringButton words />
      </div>
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
    const load = () =>
      askApi<Material[]>("GET", "/api/experiences").then(setMaterials, (error: Error) => setProblem(error.message));
    void load();
    // A new material is made in another tab: it is in the list when the teacher comes back to this one.
    const comesBack = () => {
      if (!document.hidden) void load();
    };
    document.addEventListener("visibilitychange", comesBack);
    window.addEventListener("focus", comesBack);
    return () => {
      document.removeEventListener("visibilitychange", comesBack);
      window.removeEventListener("focus", comesBack);
    };
  }, []);
  const add = async (experiences: string) => {
    setAdding(true);
    try {
      const changed = await askApi<Changed>("PUT", `/api/sessions/${id}`, { experiences });
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
