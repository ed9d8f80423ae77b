// A ring around the face of someone who speaks, as wide as they are loud.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { ParticipantId } from "../net/protocol.gen";
import { t } from "../texts";
import { Sound } from "./sound";
import { useModel } from "../ui/context";

/** Often enough for eyes, and little enough for a machine without a graphics card. */
const DRAW_MS = 80;

export function SpeakingRing({
  who,
  class: name,
  children,
}: {
  who: ParticipantId;
  class: string;
  children: ComponentChildren;
}) {
  const sound = useModel(Sound);
  const speaks = sound.levels.speaking.value.has(who);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!speaks) return;
    const timer = setInterval(() => {
      const level = sound.levels.at(who, performance.now()).toFixed(1);
      const style = box.current?.style;
      // What has not changed is not painted again.
      if (style?.getPropertyValue("--level") !== level) style?.setProperty("--level", level);
    }, DRAW_MS);
    return () => clearInterval(timer);
  }, [speaks, who]);
  return (
    <div ref={box} class={speaks ? `${name} ring is-speaking` : name}>
      {children}
      {speaks && <span class="hidden">{t("people-speaks")}</span>}
    </div>
  );
}
