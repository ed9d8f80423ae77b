// What the teacher does with a page as a whole: names it, hides what one person drew, deletes it.
import { useState } from "preact/hooks";
import { t } from "../texts";
import { useModel } from "../ui/context";
import { ToolIcon } from "./icons";
import { useMenu } from "./menu";
import { BoardModel } from "./model";
import type { Sheet } from "./sheet";

/** The letters of a name, as the server counts them. */
const LETTERS = 60;

export function Manage({ page, sheet, isOver }: { page: number; sheet: Sheet; isOver: boolean }) {
  const { menu, open, setOpen } = useMenu();
  return (
    <details ref={menu} class="board-menu" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary class="board-tool" aria-label={t("board-manage")} title={t("board-manage")}>
        <ToolIcon name="more" />
      </summary>
      {open && (
        <div class="board-manage">
          {!isOver && <Name page={page} />}
          <Authors page={page} sheet={sheet} />
          {!isOver && <Remove page={page} />}
        </div>
      )}
    </details>
  );
}

function Name({ page }: { page: number }) {
  const model = useModel(BoardModel);
  const now = model.state.value?.pages.find((one) => one.page === page)?.name ?? "";
  const [name, setName] = useState(now);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== now) void model.rename(page, name.trim());
      }}
    >
      <label>
        <span>{t("board-name")}</span>
        <input
          type="text"
          dir="auto"
          value={name}
          maxLength={LETTERS}
          placeholder={model.titleOf(page)}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      <button type="submit" class="board-word">
        {t("board-name-save")}
      </button>
    </form>
  );
}

/** Everyone who has drawn on the page. Hiding is one operation, which can be undone and taken back. */
function Authors({ page, sheet }: { page: number; sheet: Sheet }) {
  const model = useModel(BoardModel);
  void model.revision.value;
  const seats = sheet.authors().filter((seat) => seat !== model.seat);
  if (seats.length === 0) return <p>{t("board-no-authors")}</p>;
  return (
    <fieldset>
      <legend>{t("board-authors")}</legend>
      {seats.map((seat) => (
        <label key={seat}>
          <input
            type="checkbox"
            checked={!sheet.data.isHidden(seat)}
            onChange={({ currentTarget }) => model.draw(page, [{ op: "hide", seat, hidden: !currentTarget.checked }])}
          />
          <span dir="auto">{model.nameOfSeat(seat)}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Asks once more: what was on a deleted whiteboard cannot be brought back. */
function Remove({ page }: { page: number }) {
  const model = useModel(BoardModel);
  const [asks, setAsks] = useState(false);
  if (!asks) {
    return (
      <button type="button" class="board-word" onClick={() => setAsks(true)}>
        {t("board-remove")}
      </button>
    );
  }
  return (
    <>
      <p>{t("board-remove-sure")}</p>
      <button type="button" class="board-word is-danger" onClick={() => void model.remove(page)}>
        {t("board-remove-yes")}
      </button>
    </>
  );
}
