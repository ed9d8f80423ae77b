// Under a slide: what one can do with it. Features add their own.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { t } from "../texts";
import { useFeatures, useLesson, useModel } from "../ui/context";
import { NotesIcon, PagesIcon } from "../ui/icons";
import { Notes } from "./Notes";
import { PresentationModel } from "./presentation";
import { Thumbnails } from "./Thumbnails";

export function SlideTools() {
  const features = useFeatures();
  const { teaches } = useLesson();
  const opened = useModel(PresentationModel).opened.value;
  const [open, setOpen] = useState<"pages" | "notes" | undefined>();
  const toggle = (part: typeof open) => () => setOpen(open === part ? undefined : part);
  const hasPages = opened !== undefined && opened.pages > 1;
  const hasNotes = opened !== undefined && teaches.value;
  return (
    <>
      <div class="slide-tools">
        {hasPages && (
          <Tool isOpen={open === "pages"} onClick={toggle("pages")}>
            <PagesIcon /> <span class="tool-words">{t("screen-pages")}</span>
          </Tool>
        )}
        {hasNotes && (
          <Tool isOpen={open === "notes"} onClick={toggle("notes")}>
            <NotesIcon /> <span class="tool-words">{t("notes")}</span>
          </Tool>
        )}
        {features.map(({ name, SlideTool }) => SlideTool && <SlideTool key={name} />)}
      </div>
      {hasPages && open === "pages" && <Thumbnails {...opened} />}
      {hasNotes && open === "notes" && <Notes />}
    </>
  );
}

function Tool({ isOpen, onClick, children }: { isOpen: boolean; onClick: () => void; children: ComponentChildren }) {
  return (
    <button type="button" class="button soft" aria-expanded={isOpen} onClick={onClick}>
      {children}
    </button>
  );
}
