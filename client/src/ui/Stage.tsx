// What stands in the middle: the classroom in 3D, loaded only when it is shown, or the people as a list of cards.
import { useEffect, useRef, useState } from "preact/hooks";
import type { World } from "../room3d/world";
import { Flat } from "./Flat";
import { t } from "../texts";
import { Sound } from "../audio/sound";
import { PictureBar } from "../showing/PictureBar";
import { useFeatures, useLesson, useModel } from "./context";
import { offerListOnce, room3d } from "./view";

/** How long the hint stays, and how soon it goes after the first step. */
const HINT_MS = 20_000;
const STEP_MS = 250;

interface Props {
  flat: boolean;
  onFailed: () => void;
  /** The machine is too slow for 3D: told once in a browser. */
  onSlow: () => void;
  onFlat: () => void;
}

export function Stage({ flat, ...room }: Props) {
  const features = useFeatures();
  if (flat) {
    return (
      <div class="flat-room">
        {features.map(({ name, stage }) => stage && <stage.List key={name} />)}
        <PictureBar />
        <Flat />
      </div>
    );
  }
  return (
    <>
      {features.map(({ name, stage }) => stage && <stage.Room key={name} />)}
      <Room3d {...room} />
    </>
  );
}

function Room3d({ onFailed, onSlow, onFlat }: Omit<Props, "flat">) {
  const lesson = useLesson();
  const sound = useModel(Sound);
  const host = useRef<HTMLDivElement>(null);
  const [ready, setReady] = useState(false);
  useEffect(() => {
    let world: World | undefined;
    let gone = false;
    room3d()
      .then((module) => {
        if (gone || !host.current) return;
        const slow = () => offerListOnce(onSlow);
        world = new module.World(host.current, lesson, sound.levels, onFailed, slow);
        setReady(true);
      })
      .catch((error: unknown) => {
        console.error(error);
        if (!gone) onFailed();
      });
    return () => {
      gone = true;
      world?.dispose();
    };
  }, []);
  return (
    <div class="world" ref={host} data-ready={ready}>
      {!ready && <p class="world-loading">{t("room-opening")}</p>}
      <button type="button" class="hidden-until-focus button soft" onClick={onFlat}>
        {t("room-as-list")}
      </button>
      {ready && <Hint />}
    </div>
  );
}

/** How one walks: for a while, or until one has. */
export function Hint() {
  const lesson = useLesson();
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const steps = setInterval(() => lesson.hasWalked && setSeen(true), STEP_MS);
    const end = setTimeout(() => setSeen(true), HINT_MS);
    return () => {
      clearInterval(steps);
      clearTimeout(end);
    };
  }, []);
  if (seen) return null;
  return (
    <p class="hint">
      <span class="for-mouse">{t("room-walk")}</span>
      <span class="for-touch">{t("room-walk-touch")}</span>
    </p>
  );
}
