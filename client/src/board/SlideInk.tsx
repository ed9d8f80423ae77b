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
import { InkLayer } from "./layer";
import { BoardModel } from "./model";
import { paintInk } from "./paint";
import { pictures } from "./pictures";
import { overOf } from "./slide";

export function SlideInk({ itemId, pdfPage }: SlidePlace) {
  const model = useModel(BoardModel);
  const page = model.pageOver({ itemId, pdfPage });
  return page === undefined ? null : <Ink key={page} page={page} />;
}

/** How often the words for the drawing are found anew. */
const WORDS_MS = 2000;

/** The finished strokes in a layer below; above it, what is just being drawn. A new stroke costs the same, however many there are. */
function Ink({ page }: { page: number }) {
  const model = useModel(BoardModel);
  const place = useRef<HTMLCanvasElement>(null);
  const above = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const [canvas, top] = [place.current, above.current];
    if (!canvas || !top) return;
    const sheet = model.sheet(page);
    let [frame, scale] = [0, 1];
    let later: ReturnType<typeof setTimeout> | undefined;
    const paintLive = () => {
      frame = 0;
      const strokes = [...model.live.strokes.values()].filter((stroke) => stroke.page === page);
      canvas.hidden = top.hidden = sheet.isEmpty && strokes.length === 0 && canvas.clientWidth > 0;
      const pen = top.getContext("2d")!;
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(0, 0, top.width, top.height);
      pen.setTransform(scale, 0, 0, scale, 0, 0);
      for (const { points, kind, colour, width } of strokes)
        paintInk(pen, points, kind === MARKER, colour, width, scale);
    };
    const tell = () => {
      later = undefined;
      const { listed, strokes } = contents(sheet);
      const words = listed.map(({ element }) => describe(element!)).join(", ");
      canvas.ariaLabel = [t("board-over-label", { count: strokes + listed.length }), words].filter(Boolean).join(": ");
    };
    const soon = () => {
      frame ||= requestAnimationFrame(paintLive);
      later ??= setTimeout(tell, canvas.ariaLabel ? WORDS_MS : 0);
    };
    const layer = new InkLayer(
      canvas,
      sheet,
      (pen, { x0, y0, x1, y1 }) => pen.clearRect(x0, y0, x1 - x0, y1 - y0),
      pictures(() => layer.change("all")),
    );
    const resize = () => {
      const { clientWidth: width, clientHeight: height } = canvas.parentElement!;
      if (width === 0) return;
      const ratio = Math.min(2, devicePixelRatio || 1);
      scale = (width * ratio) / BOARD_UNITS;
      layer.resize({ width, height }, ratio);
      [top.width, top.height] = [canvas.width, canvas.height];
      layer.show({ x: 0, y: 0, scale: width / BOARD_UNITS });
      soon();
    };
    const watcher = new ResizeObserver(resize);
    watcher.observe(canvas.parentElement!);
    sheet.listeners.add(soon);
    model.live.listeners.add(soon);
    resize();
    return () => {
      watcher.disconnect();
      layer.end();
      sheet.listeners.delete(soon);
      model.live.listeners.delete(soon);
      cancelAnimationFrame(frame);
      clearTimeout(later);
    };
  }, []);
  return (
    <>
      <canvas ref={place} class="slide-ink" role="img" />
      <canvas ref={above} class="slide-ink-live" aria-hidden="true" />
    </>
  );
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
