// One's own bar: the microphone, the hand, and what opens the people and the chat, with what is new in them.
import type { ComponentChildren } from "preact";
import { MicButton } from "../audio/MicButton";
import { SoundButton } from "../audio/SoundButton";
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
    <nav class="dock" aria-label="Your buttons">
      <MicButton />
      <button
        type="button"
        class={up ? "dock-button is-up" : "dock-button"}
        aria-pressed={up}
        onClick={() => void (up ? acts.lowerHand() : acts.raiseHand())}
      >
        <HandIcon />
        <span>{up ? `Lower hand${turn > 1 ? ` (${turn}.)` : ""}` : "Raise hand"}</span>
      </button>
      <SoundButton class="dock-button">Sound</SoundButton>
      <Toggle name="people" title="People" badge={waiting + hands} what="new" open={open} onToggle={onToggle}>
        <PeopleIcon />
      </Toggle>
      <Toggle name="chat" title="Chat" badge={lesson.unread.value} what="unread" open={open} onToggle={onToggle}>
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
