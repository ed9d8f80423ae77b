// Everything about one's ears and voice in one place: before the lesson to try it out, and in it. The browser's own dialog
// keeps the focus inside, and Escape closes it.
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../texts";
import { Sound } from "./sound";
import { CameraSection } from "../showing/CameraSection";
import { useLesson, useModel } from "../ui/context";
import { CloseIcon } from "../ui/icons";
import { hasKeyboard } from "../ui/keys";
import { settings, changeSettings, type Noise } from "./settings";
import { refreshDevices, microphones, speakers, type Device } from "./devices";
import { canChooseSpeaker } from "./graph";
import { PathCheck } from "./PathCheck";
import { Meter, TestTone, TryVoice } from "./DeviceTestControls";

export function SoundDialog({ onClose }: { onClose: () => void }) {
  const lesson = useLesson();
  const sound = useModel(Sound);
  const dialog = useRef<HTMLDialogElement>(null);
  // What is said elsewhere on the page is hidden behind this.
  const said = lesson.notice.value;
  const [before] = useState(said);
  useEffect(() => {
    dialog.current?.showModal();
    void refreshDevices();
    return () => {
      // A test of the microphone ends with the dialog.
      if (lesson.phase.value.at !== "room" || sound.own.value === "none") sound.microphone.close();
    };
  }, []);
  const { echo, gain, noise, spatial, hold } = settings.value;
  return (
    <dialog ref={dialog} class="confirm sound-dialog" aria-labelledby="sound-title" onClose={onClose}>
      <header>
        <h2 id="sound-title">{t("sound")}</h2>
        <button
          type="button"
          class="round-button"
          aria-label={t("sound-close")}
          onClick={() => dialog.current?.close()}
        >
          <CloseIcon />
        </button>
      </header>
      <section aria-labelledby="sound-microphone">
        <h3 id="sound-microphone">{t("sound-your-microphone")}</h3>
        <Pick
          label={t("sound-microphone")}
          devices={microphones.value}
          chosen={settings.value.microphone}
          onPick={(microphone) => changeSettings({ microphone })}
        />
        <Meter />
        {said && said !== before && (
          <p class="problem" role="status">
            {said.text}
          </p>
        )}
        <TryVoice />
        <label class="field">
          <span>{t("sound-noise")}</span>
          <select value={noise} onChange={(event) => changeSettings({ noise: event.currentTarget.value as Noise })}>
            <option value="off">{t("sound-noise-off")}</option>
            <option value="browser">{t("sound-noise-browser")}</option>
            <option value="strong">{t("sound-noise-strong")}</option>
          </select>
        </label>
        <Switch on={echo} onTurn={(echo) => changeSettings({ echo })} label={t("sound-echo")}>
          {t("sound-echo-help")}
        </Switch>
        <Switch on={gain} onTurn={(gain) => changeSettings({ gain })} label={t("sound-gain")} />
        <Switch on={hold} onTurn={(hold) => changeSettings({ hold })} label={t("sound-hold")}>
          {t(hasKeyboard() ? "sound-hold-help" : "sound-hold-help-touch")}
        </Switch>
      </section>
      <section aria-labelledby="sound-speaker">
        <h3 id="sound-speaker">{t("sound-hear")}</h3>
        {canChooseSpeaker() && (
          <Pick
            label={t("sound-speaker")}
            devices={speakers.value}
            chosen={settings.value.speaker}
            onPick={(speaker) => changeSettings({ speaker })}
          />
        )}
        <TestTone />
        <Switch on={spatial} onTurn={(spatial) => changeSettings({ spatial })} label={t("sound-spatial")}>
          {t("sound-spatial-help")}
        </Switch>
      </section>
      <CameraSection />
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
        <option value="">{t("sound-system")}</option>
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
