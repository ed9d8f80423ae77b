// One's own microphone: a button, and the key M. With push-to-talk, one is heard only while holding one of them.
import { useEffect, useRef } from "preact/hooks";
import { t } from "../texts";
import { Sound } from "../audio/sound";
import { useLesson, useModel } from "../ui/context";
import { MicIcon, MicOffIcon } from "../ui/icons";
import { hasKeyboard, isTyping } from "../ui/keys";
import { settings } from "../audio/settings";
import { SpeakingModel } from "../speaking/model";
import { MicrophoneModel } from "./model";

export function MicButton() {
  const lesson = useLesson();
  const sound = useModel(Sound);
  const allowed = useModel(MicrophoneModel).unmutingAllowed.value;
  const invited = useModel(SpeakingModel).isInvited.value;
  const { hold } = settings.value;
  const on = sound.own.value === "on";
  const talk = useTalk();
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.code !== "KeyM" || event.repeat || isTyping(event)) return;
      if (settings.value.hold) talk(true);
      else void sound.toggle();
    };
    const released = (event: KeyboardEvent) => event.code === "KeyM" && talk(false);
    // A key that is let go of elsewhere is never heard of.
    const left = () => talk(false);
    window.addEventListener("keydown", pressed);
    window.addEventListener("keyup", released);
    window.addEventListener("blur", left);
    return () => {
      window.removeEventListener("keydown", pressed);
      window.removeEventListener("keyup", released);
      window.removeEventListener("blur", left);
      left();
    };
  }, []);
  const keys = hasKeyboard();
  const forbidden = !on && !lesson.teaches.value && !allowed && !invited;
  const held = hold && {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      talk(true);
    },
    onPointerUp: () => talk(false),
    onPointerCancel: () => talk(false),
    onContextMenu: (event: Event) => event.preventDefault(),
    onKeyDown: (event: KeyboardEvent) => isPress(event) && !event.repeat && talk(true),
    onKeyUp: (event: KeyboardEvent) => isPress(event) && talk(false),
    onBlur: () => talk(false),
  };
  return (
    <button
      type="button"
      class={on ? "dock-button is-on" : "dock-button is-off"}
      aria-describedby="mic-state"
      aria-keyshortcuts={keys ? "M" : undefined}
      title={title(forbidden, hold, keys)}
      disabled={!hold && sound.microphone.asking.value}
      {...(held || { onClick: () => void sound.toggle() })}
    >
      {on ? <MicIcon /> : <MicOffIcon />}
      <span class="mic-words">
        <span>{words(on, hold, sound.own.value)}</span>
        <span class="mic-state" id="mic-state" aria-hidden="true">
          {t(on ? "mic-state-on" : "mic-state-off")}
        </span>
      </span>
    </button>
  );
}

function title(forbidden: boolean, hold: boolean, keys: boolean): string | undefined {
  if (forbidden) return t("mic-forbidden");
  if (hold) return t(keys ? "mic-hold-title" : "mic-hold-title-touch");
  return keys ? t("mic-title") : undefined;
}

function words(on: boolean, hold: boolean, own: string): string {
  if (hold) return t(on ? "mic-speaking" : "mic-hold");
  return t(on ? "mute" : own === "muted" ? "mic-unmute" : "mic-speak");
}

function isPress(event: KeyboardEvent): boolean {
  return event.key === " " || event.key === "Enter";
}

/** Speaks while it is told so. What was let go of before the microphone was open is not heard afterwards. */
function useTalk(): (talks: boolean) => void {
  const sound = useModel(Sound);
  const talks = useRef(false);
  return (now) => {
    if (talks.current === now) return;
    talks.current = now;
    void sound.speak(now).then(() => {
      if (now && !talks.current) void sound.speak(false);
    });
  };
}
