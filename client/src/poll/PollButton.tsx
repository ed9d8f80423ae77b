// The dock button of polls, and the window that it opens. For students it is there while there is a poll, and a new poll opens the
// window by itself.
import { useEffect } from "preact/hooks";
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { Icon } from "../ui/icons";
import { PollModel } from "./model";
import { PollWindow } from "./PollWindow";

export function PollButton() {
  const model = useModel(PollModel);
  const teaches = useLesson().teaches.value;
  const asked = model.asked.value;
  const isOpen = model.isOpen.value;
  useEffect(() => {
    if (asked) model.isOpen.value = true;
  }, [asked]);
  const any = teaches || model.current.value !== undefined;
  useEffect(() => {
    if (!any) model.isOpen.value = false;
  }, [any]);
  if (!any) return null;
  return (
    <>
      <button type="button" class="dock-button" aria-haspopup="dialog" onClick={() => (model.isOpen.value = true)}>
        <Icon>
          <path d="M4 20V11h4v9M10 20V4h4v16M16 20v-6h4v6M3 20h18" />
        </Icon>
        <span>{t("poll-dock")}</span>
        {asked && (
          <span class="badge">
            1<span class="hidden"> {t("poll-waits")}</span>
          </span>
        )}
      </button>
      {isOpen && <PollWindow onClose={() => (model.isOpen.value = false)} />}
    </>
  );
}
