// Someone's camera or screen on the page: it asks for the size at which it is shown, and for nothing while it is not seen.
import { useComputed } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { ParticipantId, ShowKind, Size } from "../net/protocol.gen";
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { Camera } from "./camera";
import { ScreenShare } from "./screenShare";
import { keyOf, Watching, type Need } from "./watching";

interface Props {
  who: ParticipantId;
  kind: ShowKind;
  /** What the picture is called for those who cannot see it. */
  label: string;
  /** Which come first where there are more than views: less is more. */
  rank?: number;
}

export function Picture({ who, kind, label, rank = 1 }: Props) {
  const lesson = useLesson();
  const watching = useModel(Watching);
  const own = who === lesson.me.value?.participantId;
  const camera = useModel(Camera);
  const screen = useModel(ScreenShare);
  const video = useRef<HTMLVideoElement>(null);
  const track = useComputed(() => {
    if (!own) return watching.tracks.value.get(keyOf(who, kind));
    return kind === "camera" ? camera.track.value : screen.stream.value?.getVideoTracks()[0];
  }).value;

  const isResting = useComputed(() => !own && watching.resting.value.has(keyOf(who, kind))).value;

  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = track ? new MediaStream([track]) : null;
    if (track) void element.play().catch(() => {});
  }, [track]);

  useEffect(() => {
    const element = video.current;
    if (!element || own) return;
    const need: Need = { who, kind, size: "small", rank };
    let remove: (() => void) | undefined;
    const seen = (visible: boolean) => {
      if (visible) remove ??= watching.add(need);
      else {
        remove?.();
        remove = undefined;
      }
    };
    const intersects = new IntersectionObserver(([entry]) => seen(entry?.isIntersecting === true && !document.hidden));
    const resizes = new ResizeObserver(() => {
      const size = sizeFor(element.clientHeight * devicePixelRatio);
      if (size === need.size) return;
      need.size = size;
      watching.changed();
    });
    const hides = () => {
      // Asked again: the observer says nothing while only the tab changes.
      intersects.unobserve(element);
      intersects.observe(element);
    };
    intersects.observe(element);
    resizes.observe(element);
    document.addEventListener("visibilitychange", hides);
    return () => {
      intersects.disconnect();
      resizes.disconnect();
      document.removeEventListener("visibilitychange", hides);
      remove?.();
    };
  }, [who, kind, own, rank]);

  return (
    <>
      <video
        ref={video}
        class={own && kind === "camera" ? "picture is-mirrored" : "picture"}
        data-who={who}
        data-kind={kind}
        aria-label={label}
        muted
        playsInline
        autoPlay
      />
      {isResting && (
        <p class="picture-paused" role="status">
          {t("picture-paused")}
        </p>
      )}
    </>
  );
}

/** The encoding that is sharp at this height in pixels. */
export function sizeFor(height: number): Size {
  if (height <= 240) return "small";
  return height <= 480 ? "medium" : "large";
}
