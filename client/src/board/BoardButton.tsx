// The dock button of the whiteboard: opens the one that everyone sees, or the last; the teacher's first one is made by it.
import { useLesson, useModel } from "../ui/context";
import { Icon } from "../ui/icons";
import { t } from "../texts";
import { BoardModel } from "./model";

export function WhiteboardButton() {
  const lesson = useLesson();
  const model = useModel(BoardModel);
  const boards = model.boards.value;
  const shown = model.state.value?.shown;
  const open = model.view.value !== undefined;
  const teaches = lesson.teaches.value;
  // Students have none until there is one.
  if (!teaches && boards.length === 0 && !open) return null;
  const toggle = async () => {
    if (open) model.view.value = undefined;
    else model.view.value = shown ?? boards.at(-1)?.page ?? (await model.addBoard("plain"));
  };
  return (
    <button type="button" id="board-toggle" class="dock-button" aria-expanded={open} onClick={() => void toggle()}>
      <Icon>
        <path d="M3.500 4.500h17v11h-17Zm4.500 16 2-5m6 5-2-5M7 11.500l3-3.500 2.500 2.500L16 7.500" />
      </Icon>
      <span>{t("board-dock")}</span>
    </button>
  );
}
