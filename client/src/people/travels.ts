// How everyone's sound travels: the server tells teachers, and they alone need it.
import { useSignal, type ReadonlySignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { MediaConnection, MediaStats, ParticipantId, Travel } from "../net/protocol.gen";
import { useLesson } from "../ui/context";
import { t } from "../texts";

export type Travels = ReadonlySignal<ReadonlyMap<ParticipantId, MediaConnection>>;

/** How often it is asked for, while the list is looked at. */
const ASK_MS = 5000;

export function useTravels(): Travels {
  const lesson = useLesson();
  const travels = useSignal<ReadonlyMap<ParticipantId, MediaConnection>>(new Map());
  const teaches = lesson.teaches.value;
  useEffect(() => {
    if (!teaches) return;
    const ask = async () => {
      if (document.hidden || lesson.link.value.state !== "open") return;
      try {
        const { connections } = await lesson.connection.request<MediaStats, "on.mediaStats">("on.mediaStats", {});
        travels.value = new Map(connections.map((one) => [one.participantId, one]));
      } catch {
        // What is known is old, and the next answer not far.
      }
    };
    void ask();
    const timer = setInterval(() => void ask(), ASK_MS);
    return () => clearInterval(timer);
  }, [lesson, teaches, travels]);
  return travels;
}

export function figures({ packets, lostPercent, jitterMs }: Travel): string {
  if (packets === 0) return t("travels-nothing");
  return t("travels-figures", { packets, lost: lostPercent, jitter: jitterMs });
}
