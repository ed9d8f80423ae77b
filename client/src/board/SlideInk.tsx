// The ink over a slide wherever it is shown flat, and the button that begins to draw on it.
import { useEffect, useRef } from "preact/hooks";
import type { SlidePlace } from "../feature";
import { BOARD_UNITS } from "../net/protocol.gen";
import { ScreenModel } from "../screen/model";
import { t } from "../texts";
import { useModel } from "../ui/context";
import { contents, describe } from "./describe";
import { ToolIcon } from "./icons";
import { MARKER } from "./ink";
import { BoardModel } from "./model";
import { paintElement, paintInk } from "./paint";
import { pictures } from "./pictures";
import { overOf } from "./slide";

export function SlideInk({ itemId, pdfPage }: SlidePlace) {
  const model = useModel(BoardModel);
  const page = model.pageOver({ itemId, pdfPage });
  return page === undefined ? null : <Ink key={page} page={page} />;
}

function Ink({ page }: { page: number }) {
  const model = useModel(BoardModel);
  const place = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = place.current;
    if (!canvas) return;
    const sheet = model.sheet(page);
    const pen = canvas.getContext("2d")!;
    let frame = 0;
    const paint = () => {
      frame = 0;
      const { clientWidth, clientHeight } = canvas;
      const ratio = Math.min(2, devicePixelRatio || 1);
      canvas.width = Math.max(1, clientWidth * ratio);
      canvas.height = Math.max(1, clientHeight * ratio);
      const scale = canvas.width / BOARD_UNITS;
      pen.setTransform(scale, 0, 0, scale, 0, 0);
      const all = sheet.all();
      for (const { element } of all) paintElement(pen, element!, { find: sheet.find, scale, picture });
      for (const live of model.live.strokes.values()) {
        if (live.page === page) paintInk(pen, live.points, live.kind === MARKER, live.colour, live.width, scale);
      }
      const { listed, strokes } = contents(sheet);
      const words = listed.map(({ element }) => describe(element!)).join(", ");
      canvas.ariaLabel = [t("board-over-label", { count: strokes + listed.length }), words].filter(Boolean).join(": ");
      canvas.hidden = all.length === 0 && clientWidth > 0 && model.live.strokes.size === 0;
    };
    const soon = () => {
      frame ||= requestAnimationFrame(paint);
    };
    const picture = pictures(soon);
    const watcher = new ResizeObserver(soon);
    watcher.observe(canvas.parentElement!);
    sheet.listeners.add(soon);
    model.live.listeners.add(soon);
    soon();
    return () => {
      watcher.disconnect();
      sheet.listeners.delete(soon);
      model.live.listeners.delete(soon);
      cancelAnimationFrame(frame);
    };
  }, []);
  return <canvas ref={place} class="slide-ink" role="img" />;
}

/** Under the slide, for those who may draw. */
export function DrawButton() {
  const model = useModel(BoardModel);
  const screen = useModel(ScreenModel).shown.value;
  if (!screen || !model.mayDraw.value) return null;
  const draw = async (button: HTMLElement) => {
    const page = await model.openOver(overOf(screen));
    if (page === undefined) return;
    // The page to draw on lies under the dialog.
    button.closest("dialog")?.close();
    model.view.value = page;
  };
  return (
    <button type="button" class="button soft" onClick={({ currentTarget }) => void draw(currentTarget)}>
      <ToolIcon name="pen" /> <span class="tool-words">{t("board-draw")}</span>
    </button>
  );
}
