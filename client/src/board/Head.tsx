// Above the page: the whiteboards of the lesson, and for the teacher who sees this one and who may draw.
import type { Drawing, Template } from "../net/protocol.gen";
import { students } from "../people/students";
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { CloseIcon } from "../ui/icons";
import { Desk } from "./desk";
import { ToolIcon } from "./icons";
import { useMenu } from "./menu";
import { BoardModel } from "./model";
import type { Surface } from "./surface";
import { Manage } from "./Manage";
import { TEMPLATES } from "./templates";

interface Props {
  page: number;
  surface: Surface | undefined;
  isOver: boolean;
  onClose: () => void;
}

const DRAWING: readonly Drawing[] = ["nobody", "chosen", "everyone"];

export function Head({ page, surface, isOver, onClose }: Props) {
  const lesson = useLesson();
  const model = useModel(BoardModel);
  const desk = useModel(Desk);
  const teaches = lesson.teaches.value;
  const isShown = model.state.value?.shown === page;
  return (
    <header class="board-head">
      <h2>{t(isOver ? "board-over" : "board")}</h2>
      {!isOver && <Boards page={page} />}
      <div class="board-head-right">
        {teaches && !isOver && (
          <button
            type="button"
            class="board-word"
            aria-pressed={isShown}
            onClick={() => void model.show(isShown ? null : page)}
          >
            {t(isShown ? "board-shown" : "board-show")}
          </button>
        )}
        {teaches && <WhoDraws />}
        {teaches && surface?.sheet && <Manage page={page} sheet={surface.sheet} isOver={isOver} />}
        {teaches && surface && <Clear page={page} surface={surface} />}
        <button
          type="button"
          class="board-tool"
          aria-label={t("board-fit")}
          title={t("board-fit")}
          onClick={() => surface?.fitAll()}
        >
          <ToolIcon name="fit" />
        </button>
        <button
          type="button"
          class="board-tool"
          aria-label={t("board-contents")}
          title={t("board-contents")}
          aria-pressed={desk.list.value}
          onClick={() => (desk.list.value = !desk.list.value)}
        >
          <ToolIcon name="list" />
        </button>
        {surface && <Save page={page} surface={surface} />}
        <button
          type="button"
          class="board-tool"
          aria-label={t("board-close")}
          title={t("board-close")}
          onClick={onClose}
        >
          <CloseIcon />
        </button>
      </div>
    </header>
  );
}

function Boards({ page }: { page: number }) {
  const model = useModel(BoardModel);
  const teaches = useLesson().teaches.value;
  const add = async (template: Template) => {
    const added = await model.addBoard(template);
    if (added !== undefined) model.view.value = added;
  };
  return (
    <div class="board-boards" role="group" aria-label={t("board-boards")}>
      {model.boards.value.map((board, i) => (
        <button
          key={board.page}
          type="button"
          class="board-word"
          aria-pressed={board.page === page}
          aria-label={model.titleOf(board.page)}
          dir="auto"
          onClick={() => (model.view.value = board.page)}
        >
          {board.name || i + 1}
        </button>
      ))}
      {teaches && <Templates label={t("board-add")} onChoose={(template) => void add(template)} />}
    </div>
  );
}

/** A list of the templates: choosing one adds a whiteboard. */
export function Templates({ label, onChoose }: { label: string; onChoose: (template: Template) => void }) {
  return (
    <label class="board-word">
      <span class="hidden">{label}</span>
      <select
        value=""
        onChange={({ currentTarget }) => {
          if (currentTarget.value) onChoose(currentTarget.value as Template);
          currentTarget.value = "";
        }}
      >
        <option value="">+</option>
        {TEMPLATES.map((template) => (
          <option key={template} value={template}>
            {t(`board-template-${template}`)}
          </option>
        ))}
      </select>
    </label>
  );
}

function WhoDraws() {
  const lesson = useLesson();
  const model = useModel(BoardModel);
  const state = model.state.value;
  const there = students(lesson.people.value);
  if (!state) return null;
  return (
    <>
      <label class="board-word">
        <span class="board-label">{t("board-who")}</span>
        <select
          value={state.drawing}
          onChange={({ currentTarget }) => void model.allow(currentTarget.value as Drawing)}
        >
          {DRAWING.map((drawing) => (
            <option key={drawing} value={drawing}>
              {t(`board-who-${drawing}`)}
            </option>
          ))}
        </select>
      </label>
      {state.drawing === "chosen" && (
        <details class="board-menu">
          <summary class="board-word">{t("board-chosen", { count: state.drawers.size })}</summary>
          <ul>
            {there.length === 0 && <li>{t("board-no-students")}</li>}
            {there.map((person) => (
              <li key={person.participantId}>
                <label>
                  <input
                    type="checkbox"
                    checked={state.drawers.has(person.participantId)}
                    onChange={({ currentTarget }) => void model.choose(person.participantId, currentTarget.checked)}
                  />
                  <span dir="auto">{lesson.nameOf(person)}</span>
                </label>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** One operation for the whole page, which can be undone. */
function Clear({ page, surface }: { page: number; surface: Surface }) {
  const model = useModel(BoardModel);
  const clear = () => model.draw(page, [{ op: "clear", until: surface.sheet?.data.number ?? 0 }]);
  return (
    <button type="button" class="board-word" onClick={clear}>
      {t("board-clear")}
    </button>
  );
}

const FORMATS = ["png", "svg", "pdf"] as const;

/** Downloads the page; what makes the files comes only when it is wanted. */
function Save({ page, surface }: { page: number; surface: Surface }) {
  const model = useModel(BoardModel);
  const lesson = useLesson();
  const { menu, setOpen } = useMenu();
  const save = async (format: (typeof FORMATS)[number]) => {
    if (menu.current) menu.current.open = false;
    const title = [lesson.session.value.sessionTitle, model.state.value?.pages.find((one) => one.page === page)?.name];
    try {
      const { saveAs } = await import("./save");
      const { sheet, home, background } = surface;
      if (sheet)
        await saveAs(format, { sheet, home, background }, model.templateOf(page), title.filter(Boolean).join(" - "));
    } catch (error) {
      console.error(error);
      lesson.notify(t("board-save-failed"));
    }
  };
  return (
    <details ref={menu} class="board-menu" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary class="board-tool" aria-label={t("board-save")} title={t("board-save")}>
        <ToolIcon name="save" />
      </summary>
      <ul>
        {FORMATS.map((format) => (
          <li key={format}>
            <button type="button" class="board-word" onClick={() => void save(format)}>
              {t("board-save-as", { format: format.toUpperCase() })}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
