// Everything about one's ears and voice in one place: before the lesson to try it out, and in it. The browser's own dialog
// keeps the focus inside, and Escape closes it.
import { useEffect, useRef, useState } from "preact/hooks";
import { useLesson } from "../ui/context";
import { CloseIcon } from "../ui/icons";
import { choices, choose, type Noise } from "./choices";
import { lookAround, microphones, speakers, type Device } from "./devices";
import { canChooseSpeaker } from "./graph";
import { PathCheck } from "./PathCheck";
import { Meter, TestTone, TryVoice } from "./Trying";

export function SoundDialog({ onClose }: { onClose: () => void }) {
  const { lesson, sound } = useLesson();
  const dialog = useRef<HTMLDialogElement>(null);
  // What is said elsewhere on the page is hidden behind this.
  const said = lesson.notice.value;
  const [before] = useState(said);
  useEffect(() => {
    dialog.current?.showModal();
    void lookAround();
    return () => {
      // Whoever only tried it out is not recorded any longer.
      if (lesson.phase.value.at !== "room" || sound.own.value === "none") sound.microphone.close();
    };
  }, []);
  const { echo, gain, noise, spatial, hold } = choices.value;
  return (
    <dialog ref={dialog} class="confirm sound-dialog" aria-labelledby="sound-title" onClose={onClose}>
      <header>
        <h2 id="sound-title">Sound</h2>
        <button type="button" class="round-button" aria-label="Close sound" onClick={() => dialog.current?.close()}>
          <CloseIcon />
        </button>
      </header>
      <section aria-labelledby="sound-microphone">
        <h3 id="sound-microphone">Your microphone</h3>
        <Pick
          label="Microphone"
          devices={microphones.value}
          chosen={choices.value.microphone}
          onPick={(microphone) => choose({ microphone })}
        />
        <Meter />
        {said && said !== before && (
          <p class="problem" role="status">
            {said.text}
          </p>
        )}
        <TryVoice />
        <label class="field">
          <span>Background noise</span>
          <select value={noise} onChange={(event) => choose({ noise: event.currentTarget.value as Noise })}>
            <option value="off">Let it through (for music)</option>
            <option value="browser">Reduce it</option>
            <option value="strong">Remove it (RNNoise)</option>
          </select>
        </label>
        <Switch on={echo} onTurn={(echo) => choose({ echo })} label="Echo cancellation">
          Off only with headphones.
        </Switch>
        <Switch on={gain} onTurn={(gain) => choose({ gain })} label="Automatic loudness" />
        <Switch on={hold} onTurn={(hold) => choose({ hold })} label="Hold to talk">
          You are heard while you hold the button or the key M.
        </Switch>
      </section>
      <section aria-labelledby="sound-speaker">
        <h3 id="sound-speaker">What you hear</h3>
        {canChooseSpeaker() && (
          <Pick
            label="Speaker"
            devices={speakers.value}
            chosen={choices.value.speaker}
            onPick={(speaker) => choose({ speaker })}
          />
        )}
        <TestTone />
        <Switch on={spatial} onTurn={(spatial) => choose({ spatial })} label="Spatial sound">
          Everyone is heard from where they stand. Best with headphones.
        </Switch>
      </section>
      <PathCheck />
    </dialog>
  );
}

interface Picking {
  label: string;
  devices: readonly Device[];
  chosen: string;
  onPick: (id: string) => void;
}

function Pick({ label, devices, chosen, onPick }: Picking) {
  const there = devices.some(({ id }) => id === chosen);
  return (
    <label class="field">
      <span>{label}</span>
      <select value={there ? chosen : ""} onChange={(event) => onPick(event.currentTarget.value)}>
        <option value="">The system’s choice</option>
        {devices.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

interface Switching {
  label: string;
  on: boolean;
  onTurn: (on: boolean) => void;
  children?: string;
}

function Switch({ label, on, onTurn, children }: Switching) {
  return (
    <label class="switch">
      <input type="checkbox" role="switch" checked={on} onChange={(event) => onTurn(event.currentTarget.checked)} />
      <span>
        {label} {children && <small>{children}</small>}
      </span>
    </label>
  );
}
