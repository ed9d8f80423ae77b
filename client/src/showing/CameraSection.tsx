// The camera in the dialog of devices: which one, and what it shows, before the lesson and in it.
import { useEffect, useRef } from "preact/hooks";
import { cameras, refreshDevices } from "../audio/devices";
import { t } from "../texts";
import { useModel } from "../ui/context";
import { hasKeyboard } from "../ui/keys";
import { BACKGROUNDS, type Background } from "./background";
import { Camera } from "./camera";
import { cameraSettings } from "./cameraSettings";

export function CameraSection() {
  const camera = useModel(Camera);
  const track = camera.track.value;
  const preview = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (!preview.current) return;
    preview.current.srcObject = track ? new MediaStream([track]) : null;
    // Browsers name the cameras only to those who use one.
    if (track) void refreshDevices();
  }, [track]);
  const there = cameras.value.some(({ id }) => id === cameraSettings.value.camera);
  return (
    <section aria-labelledby="camera-title">
      <h3 id="camera-title">{t("camera-yours")}</h3>
      {cameras.value.length > 1 && (
        <label class="field">
          <span>{t("camera")}</span>
          <select
            value={there ? cameraSettings.value.camera : ""}
            onChange={(event) => void camera.choose(event.currentTarget.value)}
          >
            <option value="">{t("sound-system")}</option>
            {cameras.value.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      {track && (
        <div class="camera-preview">
          <video
            ref={preview}
            class="picture is-mirrored"
            aria-label={t("camera-preview")}
            muted
            playsInline
            autoPlay
          />
        </div>
      )}
      <div class="row">
        <button
          type="button"
          class="button soft"
          disabled={camera.asking.value}
          onClick={() => void (track ? camera.turnOff() : camera.turnOn())}
        >
          {t(track ? "camera-turn-off" : "camera-turn-on")}
        </button>
        {track && !hasKeyboard() && (
          <button type="button" class="button soft" onClick={() => void camera.turnAround()}>
            {t("camera-turn-around")}
          </button>
        )}
      </div>
      <label class="field">
        <span>{t("background")}</span>
        <select
          value={cameraSettings.value.background}
          disabled={camera.asking.value}
          onChange={(event) => void camera.setBackground(event.currentTarget.value as Background)}
        >
          {BACKGROUNDS.map((background) => (
            <option key={background} value={background}>
              {t(`background-${background}`)}
            </option>
          ))}
        </select>
      </label>
      <p class="help">{t("camera-help")}</p>
    </section>
  );
}
