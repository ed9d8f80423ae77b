// Under a slide: what one can do with it. Features add their own.
import { useState } from "preact/hooks";
import { t } from "../texts";
import { useFeatures, useModel } from "../ui/context";
import { PagesIcon } from "../ui/icons";
import { PresentationModel } from "./presentation";
import { Thumbnails } from "./Thumbnails";

export function SlideTools() {
  const features = useFeatures();
  const opened = useModel(PresentationModel).opened.value;
  const [open, setOpen] = useState(false);
  const hasPages = opened !== undefined && opened.pages > 1;
  return (
    <>
      <div class="slide-tools">
        {hasPages && (
          <button type="button" class="button soft" aria-expanded={open} onClick={() => setOpen(!open)}>
            <PagesIcon /> <span class="tool-words">{t("screen-pages")}</span>
          </button>
        )}
        {features.map(({ name, SlideTool }) => SlideTool && <SlideTool key={name} />)}
      </div>
      {hasPages && open && <Thumbnails {...opened} />}
    </>
  );
}
