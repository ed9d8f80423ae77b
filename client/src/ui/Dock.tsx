// One's own bar: the microphone, the hand, and what opens the people and the chat, with what is new in them.
import type { ComponentChildren } from "preact";
import { MicButton } from "../audio/MicButton";
import { SoundButton } from "../audio/SoundButton";
import { t } from "../texts";
import { useLesson } from "./context";
import { ChatIcon, HandIcon, PeopleIcon } from "./icons";
import type { PanelName } from "./RoomView";

export function Dock({ open, onToggle }: { open: ReadonlySet<PanelName>; onToggle: (name: PanelName) => void }) {
  const { lesson, acts } = useLesson();
  const up = lesson.handUp.value;
  const turn = lesson.hands.value.indexOf(lesson.me.value?.participantId ?? "") + 1;
  const waiting = lesson.room.value?.waiting.length ?? 0;
  const hands = lesson.teaches.value ? lesson.hands.value.length : 0;
  return (
    <nav class="dock" aria-label={t("dock")}>
      <MicButton />
      <button
        type="button"
        class={up ? "dock-button is-up" : "dock-button"}
        aria-pressed={up}
        onClick={() => void (up ? acts.lowerHand() : acts.raiseHand())}
      >
        <HandIcon />
        <span>{!up ? t("dock-raise") : turn > 1 ? t("dock-lower-turn", { turn }) : t("dock-lower")}</span>
      </button>
      <SoundButton class="dock-button">{t("sound")}</SoundButton>
      <Toggle
        name="people"
        title={t("dock-people")}
        badge={waiting + hands}
        what={t("dock-new")}
        open={open}
        onToggle={onToggle}
      >
        <PeopleIcon />
      </Toggle>
      <Toggle
        name="chat"
        title={t("dock-chat")}
        badge={lesson.unread.value}
        what={t("dock-unread")}
        open={open}
        onToggle={onToggle}
      >
        <ChatIcon />
      </Toggle>
    </nav>
  );
}

interface ToggleProps {
  name: PanelName;
  title: string;
  badge: number;
  what: string;
  open: ReadonlySet<PanelName>;
  onToggle: (name: PanelName) => void;
  children: ComponentChildren;
}

function Toggle({ name, title, badge, what, open, onToggle, children }: ToggleProps) {
  return (
    <button
      type="button"
      id={`${name}-toggle`}
      class="dock-button"
      aria-expanded={open.has(name)}
      aria-controls={open.has(name) ? `${name}-panel` : undefined}
      onClick={() => onToggle(name)}
    >
      {children}
      <span>{title}</span>
      {badge > 0 && (
        <span class="badge">
          {badge > 99 ? "99+" : badge} <span class="hidden">{what}</span>
        </span>
      )}
    </button>
  );
}
