// The dock button of reactions, and the menu that it opens: it stays open, so that one can react more than once.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { Icon } from "../ui/icons";
import { ALL_EMOJI, EMOJI } from "./emoji";
import { ReactionsModel } from "./model";

/** How far a key moves the focus along the menu; to its ends by more than it has. */
const STEPS: Record<string, number> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  Home: -ALL_EMOJI.length,
  End: ALL_EMOJI.length,
};

export function ReactButton() {
  const live = useLesson().room.value?.state === "live";
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useId();
  useEffect(() => {
    if (!open) return;
    const pressed = ({ target }: Event) => {
      if (!root.current?.contains(target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", pressed);
    return () => document.removeEventListener("pointerdown", pressed);
  }, [open]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !open) return;
    event.stopPropagation();
    setOpen(false);
    button.current?.focus();
  };
  const onFocusOut = ({ relatedTarget }: FocusEvent) => {
    // Safari focuses no button that is clicked: then nothing says where the focus goes.
    if (relatedTarget && !root.current?.contains(relatedTarget as Node)) setOpen(false);
  };
  return (
    <div class="reactions" ref={root} onKeyDown={onKeyDown} onFocusOut={onFocusOut}>
      <button
        ref={button}
        type="button"
        class="dock-button"
        aria-expanded={open}
        aria-controls={open ? menu : undefined}
        disabled={!live}
        onClick={() => setOpen(!open)}
      >
        <Icon>
          <path d="M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM8 14.500c.9 1.500 2.300 2.200 4 2.200s3.100-.7 4-2.200M9 9.500h.01M15 9.500h.01" />
        </Icon>
        <span>{t("reactions")}</span>
      </button>
      {open && live && <Menu id={menu} />}
    </div>
  );
}

function Menu({ id }: { id: string }) {
  const reactions = useModel(ReactionsModel);
  const box = useRef<HTMLDivElement>(null);
  const buttons = () => [...(box.current?.querySelectorAll("button") ?? [])];
  useEffect(() => buttons()[0]?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    // Arrows would make one walk.
    event.stopPropagation();
    const all = buttons();
    const at = all.indexOf(document.activeElement as HTMLButtonElement) + step;
    all[Math.min(all.length - 1, Math.max(0, at))]?.focus();
  };
  return (
    <div id={id} ref={box} class="reactions-menu" role="group" aria-label={t("reactions-menu")} onKeyDown={onKeyDown}>
      {ALL_EMOJI.map((emoji) => (
        <button
          key={emoji}
          type="button"
          aria-label={t(EMOJI[emoji].label)}
          title={t(EMOJI[emoji].label)}
          onClick={() => reactions.react(emoji)}
        >
          <span aria-hidden="true">{EMOJI[emoji].sign}</span>
        </button>
      ))}
    </div>
  );
}
