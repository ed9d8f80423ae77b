// The box of a slide that has a fixed shape: as large as there is room, with what features lay over the slide.
import type { ComponentChildren } from "preact";
import type { SlidePlace } from "../feature";
import type { Slide } from "../net/protocol.gen";
import { useFeatures } from "../ui/context";

/** Whether a slide has a box that others can be laid over. */
export function isBoxed({ kind }: Slide): boolean {
  return kind === "photo" || kind === "presentation";
}

interface Props {
  place: SlidePlace;
  width: number;
  height: number;
  /** Whether it grows beyond this width and height, in pixels of the page. */
  grows?: boolean;
  children: ComponentChildren;
}

export function SlideBox({ place, width, height, grows = false, children }: Props) {
  const features = useFeatures();
  const style = {
    aspectRatio: `${width} / ${height}`,
    "--slide-ratio": width / height,
    ...(!grows && { "--slide-width": `${width}px` }),
  };
  return (
    <div class="slide-box" style={style}>
      {children}
      {features.map(({ name, SlideLayer }) => SlideLayer && <SlideLayer key={name} {...place} />)}
    </div>
  );
}
