// The dock button of what is handed in, and its window. For students it is there while something can be handed in, or was.
import { useEffect, useRef } from "preact/hooks";
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { CloseIcon, Icon } from "../ui/icons";
import { HandInForm } from "./HandInForm";
import { HandInModel } from "./model";
import { HandInPile } from "./HandInPile";
import { RequestForm } from "./RequestForm";

export function HandInButton() {
  const model = useModel(HandInModel);
  const teaches = useLesson().teaches.value;
  const { request, pile } = model.state.value;
  const isOpen = model.isOpen.value;
  useEffect(() => {
    if (request && !teaches) model.isOpen.value = true;
  }, [request]);
  const any = teaches || request !== undefined || pile.length > 0;
  useEffect(() => {
    if (!any) model.isOpen.value = false;
  }, [any]);
  if (!any) return null;
  return (
    <>
      <button type="button" class="dock-button" aria-haspopup="dialog" onClick={() => (model.isOpen.value = true)}>
        <Icon>
          <path d="M12 15V4m0 0L8 8m4-4 4 4M4 14v5h16v-5" />
        </Icon>
        <span>{t("handin-dock")}</span>
        {teaches && pile.length > 0 && (
          <span class="badge">
            {pile.length} <span class="hidden">{t("handin-count", { count: pile.length })}</span>
          </span>
        )}
      </button>
      {isOpen && <HandInWindow onClose={() => (model.isOpen.value = false)} />}
    </>
  );
}

function HandInWindow({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const teaches = useLesson().teaches.value;
  const { request } = useModel(HandInModel).state.value;
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="confirm closer handin-window" aria-labelledby="handin-title" onClose={onClose}>
      <header>
        <h2 id="handin-title" dir="auto">
          {request?.title ?? t("handin-title")}
        </h2>
        <button
          type="button"
          class="round-button"
          aria-label={t("handin-close-window")}
          onClick={() => dialog.current?.close()}
        >
          <CloseIcon />
        </button>
      </header>
      {teaches ? <RequestForm /> : request && <HandInForm request={request} />}
      <HandInPile />
    </dialog>
  );
}
