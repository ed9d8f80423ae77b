// One's own buttons: the camera, and sharing a screen. Where it is not allowed, the button asks the teacher.
import type { ShowKind } from "../net/protocol.gen";
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { CameraIcon, CameraOffIcon, ShareIcon } from "../ui/icons";
import { Camera } from "./camera";
import { ruleOf, ShowingModel } from "./model";
import { ScreenShare } from "./screenShare";
import { Wishes } from "./wishes";

export function ShowButtons() {
  return (
    <>
      <CameraButton />
      {ScreenShare.isPossible && <ShareButton />}
    </>
  );
}

function CameraButton() {
  const camera = useModel(Camera);
  const on = camera.track.value !== undefined;
  const asks = useAsking("camera");
  if (!on && asks) return <AskButton kind="camera" />;
  return (
    <button
      type="button"
      class={on ? "dock-button is-on" : "dock-button is-off"}
      disabled={camera.asking.value}
      onClick={() => void camera.toggle()}
    >
      {on ? <CameraIcon /> : <CameraOffIcon />}
      <span>{t(on ? "camera-turn-off" : "camera-turn-on")}</span>
    </button>
  );
}

function ShareButton() {
  const share = useModel(ScreenShare);
  const on = share.stream.value !== undefined;
  const asks = useAsking("screen");
  if (!on && asks) return <AskButton kind="screen" />;
  return (
    <button
      type="button"
      class={on ? "dock-button is-on" : "dock-button"}
      disabled={share.asking.value}
      onClick={() => void (on ? share.stop() : share.start())}
    >
      <ShareIcon />
      <span>{t(on ? "screen-share-stop" : "screen-share")}</span>
    </button>
  );
}

/** Whether one must ask first. */
function useAsking(kind: ShowKind): boolean {
  const lesson = useLesson();
  const { may } = useModel(ShowingModel).state.value;
  return !lesson.teaches.value && !may[kind];
}

function AskButton({ kind }: { kind: ShowKind }) {
  const { rules } = useModel(ShowingModel).state.value;
  const wishes = useModel(Wishes);
  const asked = wishes.kinds.value.has(kind);
  // Where nobody may, a button that always fails helps nobody.
  if (ruleOf(rules, kind) === "nobody") return null;
  return (
    <button
      type="button"
      class="dock-button"
      title={t(asked ? `ask-${kind}-waits` : `ask-${kind}`)}
      onClick={() => void wishes.ask(kind, !asked)}
    >
      {kind === "camera" ? <CameraOffIcon /> : <ShareIcon />}
      <span>{t(asked ? `ask-${kind}-waits` : `ask-${kind}`)}</span>
    </button>
  );
}
