// One's own microphone: a button, and the key M.
import { useEffect } from "preact/hooks";
import { useLesson } from "../ui/context";
import { MicIcon, MicOffIcon } from "../ui/icons";

export function MicButton() {
  const { lesson, sound } = useLesson();
  const on = sound.own.value === "on";
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.code !== "KeyM" || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target instanceof HTMLElement ? event.target : document.body;
      if (target.closest("input, textarea, select, dialog, [contenteditable]")) return;
      void sound.toggle();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);
  const forbidden = !on && !lesson.teaches.value && lesson.room.value?.unmutingAllowed === false;
  return (
    <button
      type="button"
      class={on ? "dock-button is-on" : "dock-button"}
      aria-pressed={on}
      aria-keyshortcuts="M"
      title={forbidden ? "The teacher decides who speaks" : "Key M"}
      disabled={sound.microphone.asking.value}
      onClick={() => void sound.toggle()}
    >
      {on ? <MicIcon /> : <MicOffIcon />}
      <span>{on ? "Mute" : sound.own.value === "muted" ? "Unmute" : "Speak"}</span>
    </button>
  );
}
