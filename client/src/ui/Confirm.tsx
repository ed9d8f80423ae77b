// Asks before what cannot be undone. The browser's own dialog keeps the focus inside, and Escape means no.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../texts";

interface Props {
  title: string;
  /** Whom it is about. */
  portrait?: ComponentChildren;
  children: ComponentChildren;
  /** What can be chosen about it. */
  choices?: ComponentChildren;
  yes: string;
  onYes: () => void;
  onClose: () => void;
}

export function Confirm({ title, portrait, children, choices, yes, onYes, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const act = () => {
    dialog.current?.close();
    onYes();
  };
  return (
    <dialog ref={dialog} class="confirm" aria-labelledby="confirm-title" onClose={onClose}>
      {portrait && <div class="confirm-face">{portrait}</div>}
      <h2 id="confirm-title">{title}</h2>
      <p>{children}</p>
      {choices}
      <div class="row end">
        <button type="button" class="button soft" autofocus onClick={() => dialog.current?.close()}>
          {t("cancel-it")}
        </button>
        <button type="button" class="button danger" onClick={act}>
          {yes}
        </button>
      </div>
    </dialog>
  );
}
