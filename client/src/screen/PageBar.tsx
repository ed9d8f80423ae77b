// The buttons that turn pages, and where one is. The teacher turns for everyone; others turn the pages of a presentation for
// themselves, and come back to the teacher's.
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { BackIcon, NextIcon } from "../ui/icons";
import { ScreenModel } from "./model";
import { positionOf } from "./position";
import { PresentationModel } from "./presentation";
import { Turning } from "./turning";

/** @param looks whether others than the teacher may look around here */
export function PageBar({ looks = true }: { looks?: boolean }) {
  const { teaches } = useLesson();
  const turning = useModel(Turning);
  const presentation = useModel(PresentationModel);
  const screen = useModel(ScreenModel).shown.value;
  if (!screen) return null;
  const pages = presentation.opened.value?.pages;
  const turns = teaches.value || (looks && pages !== undefined && pages > 1);
  // Where others may not look around, they see what the teacher shows.
  const pdfPage = looks ? presentation.page.value : presentation.teachersPage.value;
  const at = positionOf(screen, pages, pdfPage);
  return (
    <>
      {turns && (
        <button
          type="button"
          class="round-button soft"
          aria-label={t("screen-previous")}
          disabled={!turning.canGoBack.value}
          onClick={() => turning.go("previous")}
        >
          <BackIcon />
        </button>
      )}
      <span class="turner-page">
        <span class="hidden">{t("screen-page", at)}</span>
        <span aria-hidden="true">{t("screen-page-of", at)}</span>
      </span>
      {turns && (
        <button
          type="button"
          class="round-button soft"
          aria-label={t("screen-next")}
          disabled={!turning.canGoOn.value}
          onClick={() => turning.go("next")}
        >
          <NextIcon />
        </button>
      )}
      {looks && presentation.ownPage.value !== undefined && (
        <button type="button" class="button soft" onClick={presentation.backToTeacher}>
          {t("screen-back-to-teacher")}
        </button>
      )}
    </>
  );
}
