// A whiteboard, or the screen's page under ink, in place of the room: the page, the tools, and what the teacher decides.
import { useEffect, useRef, useState } from "preact/hooks";
import type { BoardElement, Screen } from "../net/protocol.gen";
import { ScreenModel } from "../screen/model";
import { PresentationModel } from "../screen/presentation";
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { Contents } from "./Contents";
import { Desk } from "./desk";
import { Head } from "./Head";
import { Keyboard } from "./keyboard";
import { BoardModel } from "./model";
import { pastedText } from "./deeds";
import { Pointer } from "./pointer";
import { overKey, overOf, paperOf, slidePicture, type SlidePicture } from "./slide";
import { Surface } from "./surface";
import { loadTemplate } from "./templates";
import { TextField } from "./TextField";
import { Toolbar } from "./Toolbar";
import { bringPicture } from "./bring";
import { toUnits } from "./view";

export function BoardStage() {
  const model = useModel(BoardModel);
  const page = model.view.value;
  const screen = useModel(ScreenModel).shown.value;
  const over = page === undefined ? undefined : model.state.value?.pages.find((one) => one.page === page)?.over;
  const picture = useSlidePicture(over ? screen : undefined);
  // The teacher has turned the page: the ink over the one before is not to be seen any more.
  const isGone = !!over && (!screen || overKey(overOf(screen)) !== overKey(over));
  useEffect(() => {
    if (isGone) model.view.value = undefined;
  }, [isGone]);
  if (page === undefined || isGone || (over && !picture)) return null;
  return <Open key={page} page={page} picture={over ? picture : undefined} />;
}

function useSlidePicture(screen: Screen | undefined): SlidePicture | undefined {
  const file = useModel(PresentationModel).opened.value?.file;
  const [picture, setPicture] = useState<SlidePicture>();
  const key = screen && overKey(overOf(screen));
  useEffect(() => {
    setPicture(undefined);
    if (!screen) return;
    const drawing = new AbortController();
    slidePicture(screen, file, drawing.signal).then(
      (made) => drawing.signal.aborted || setPicture(made),
      // The flat view says why.
      () => {},
    );
    return () => drawing.abort();
  }, [key, file]);
  return picture;
}

interface Writing {
  element: BoardElement;
  isNew: boolean;
}

function Open({ page, picture }: { page: number; picture: SlidePicture | undefined }) {
  const lesson = useLesson();
  const model = useModel(BoardModel);
  const desk = useModel(Desk);
  const root = useRef<HTMLElement>(null);
  const below = useRef<HTMLCanvasElement>(null);
  const above = useRef<HTMLCanvasElement>(null);
  const keyboard = useRef<Keyboard | undefined>(undefined);
  const [surface, setSurface] = useState<Surface>();
  const [writing, setWriting] = useState<Writing>();
  const close = () => {
    model.view.value = undefined;
    document.getElementById("board-toggle")?.focus();
  };

  useEffect(() => {
    if (!below.current || !above.current) return;
    const template = model.templateOf(page);
    const { home, background } = paperOf(picture, template);
    const made = new Surface(above.current, below.current, model, desk, page, background, home);
    const write = (element: BoardElement, isNew: boolean) => {
      desk.writing.value = element.id.join(".");
      setWriting({ element, isNew });
    };
    const pointer = new Pointer(made, model, desk, write);
    const choosePicture = () => root.current?.querySelector<HTMLInputElement>(".board-tools input[type=file]")?.click();
    keyboard.current = new Keyboard(made, model, desk, write, close, choosePicture);
    desk.selected.value = new Set();
    void loadTemplate(template).then(() => made.refresh());
    setSurface(made);
    above.current.focus({ preventScroll: true });
    return () => {
      pointer.end();
      made.end();
    };
  }, []);

  const written = ({ element, isNew }: Writing, text: string) => {
    setWriting(undefined);
    desk.writing.value = undefined;
    const trimmed = text.trim();
    if (isNew) {
      if (trimmed || element.shape.kind === "note") {
        model.draw(page, [{ op: "put", element: sized({ ...element, ...(trimmed && { text: trimmed }) }) }]);
      }
      if (element.shape.kind === "text") desk.take("select");
    } else if (trimmed !== (element.text ?? "")) {
      model.draw(page, [{ op: "write", id: element.id, text: trimmed }]);
    }
  };
  const bring = (file: File) => {
    const [x, y] = toUnits(surface!.view, surface!.size.width / 2, surface!.size.height / 2);
    void bringPicture(lesson, model, page, file, x, y);
  };
  const onPaste = (event: ClipboardEvent) => {
    if (!surface || !model.mayDraw.value || event.target instanceof HTMLTextAreaElement) return;
    const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith("image/"));
    const raw = event.clipboardData?.getData("text/plain") ?? "";
    if (file && lesson.teaches.value) bring(file);
    else if (!keyboard.current?.paste(raw)) {
      const text = raw.trim();
      if (!text) return;
      const at = toUnits(surface.view, surface.size.width / 3, surface.size.height / 3);
      const element = sized(pastedText(text, at, desk.style.value, model.freshId()));
      model.draw(page, [{ op: "put", element }]);
    }
    event.preventDefault();
  };
  const onCopy = (event: ClipboardEvent) => {
    const words = event.target === above.current ? keyboard.current?.copy(event.type === "cut") : undefined;
    if (!words) return;
    event.clipboardData?.setData("text/plain", words);
    event.preventDefault();
  };
  const mayDraw = model.mayDraw.value;
  return (
    <section
      ref={root}
      class="board-stage"
      aria-label={t(picture ? "board-over" : "board")}
      onPaste={onPaste}
      onCopy={onCopy}
      onCut={onCopy}
    >
      <Head page={page} surface={surface} isOver={!!picture} onClose={close} />
      <div class="board-middle">
        <div class="board-page">
          <canvas ref={below} class="board-ink" />
          <canvas
            ref={above}
            class={`board-top is-${mayDraw ? desk.tool.value : "hand"}`}
            role="application"
            tabIndex={0}
            aria-label={t(mayDraw ? "board-canvas" : "board-canvas-read")}
            aria-describedby="board-help"
            onKeyDown={(event) => keyboard.current?.pressed(event)}
          />
          <p id="board-help" class="hidden">
            {t("board-help")}
          </p>
          {writing && surface && (
            <TextField
              key={writing.element.id.join(".")}
              surface={surface}
              element={writing.element}
              onWritten={(text) => written(writing, text)}
            />
          )}
        </div>
        {desk.list.value && surface && <Contents surface={surface} />}
      </div>
      {mayDraw && <Toolbar surface={surface} onPicture={lesson.teaches.value && surface ? bring : undefined} />}
    </section>
  );
}

/** A text as tall as it is with its lines, as far as they can be told from its letters. */
function sized(element: BoardElement): BoardElement {
  if (element.shape.kind !== "text") return element;
  const { w, h } = element.shape;
  const lines = (element.text ?? "").split("\n");
  const letters = w / (h * 0.45);
  const rows = lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / letters)), 0);
  const longest = Math.max(...lines.map(({ length }) => length));
  const width = rows === lines.length ? Math.min(w, Math.ceil((longest + 1) * h * 0.55)) : w;
  return { ...element, shape: { ...element.shape, w: Math.max(width, h), h: h * rows } };
}
