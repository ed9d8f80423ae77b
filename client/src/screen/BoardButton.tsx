// Over the 3D room: a glance at the board and back, by button or the key B; while one faces away, with a small picture of it.
import { useEffect, useRef } from "preact/hooks";
import { t } from "../texts";
import { useModel } from "../ui/context";
import { BoardIcon } from "../ui/icons";
import { hasKeyboard, isTyping } from "../ui/keys";
import { BoardGlance } from "./glance";

export function BoardButton() {
  const glance = useModel(BoardGlance);
  const place = useRef<HTMLSpanElement>(null);
  const picture = glance.picture.value;
  const [at, away] = [glance.at.value, glance.away.value];
  const small = away && !at;
  useEffect(() => {
    if (picture) place.current?.replaceChildren(picture);
  }, [picture, small]);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.code === "KeyB" && !event.repeat && !isTyping(event)) glance.toggle();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);
  if (!picture) return null;
  return (
    <button
      type="button"
      class={at ? "board-button is-glance" : "board-button"}
      aria-keyshortcuts={hasKeyboard() ? "B" : undefined}
      title={hasKeyboard() ? t("screen-glance-key") : undefined}
      onClick={glance.toggle}
    >
      {small && <span class="board-picture" ref={place} aria-hidden="true" />}
      <span class="board-words">
        <BoardIcon /> {t(at ? "screen-glance-back" : "screen-glance")}
      </span>
    </button>
  );
}
