// The quality of everyone's media connection: the server tells it to teachers only.
import { useSignal, type ReadonlySignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { MediaConnection, MediaStats, ParticipantId, TrackStats } from "../net/protocol.gen";
import { useLesson } from "../ui/context";
import { t } from "../texts";

export type ConnectionStats = ReadonlySignal<ReadonlyMap<ParticipantId, MediaConnection>>;

/** The interval of requests, while the list is visible. */
const INTERVAL_MS = 5000;

export function useConnectionStats(): ConnectionStats {
  const lesson = useLesson();
  const stats = useSignal<ReadonlyMap<ParticipantId, MediaConnection>>(new Map());
  const teaches = lesson.teaches.value;
  useEffect(() => {
    if (!teaches) return;
    const fetchStats = async () => {
      if (document.hidden || lesson.link.value.state !== "open") return;
      try {
        const { connections } = await lesson.connection.request<MediaStats, "on.mediaStats">("on.mediaStats", {});
        stats.value = new Map(connections.map((one) => [one.participantId, one]));
      } catch {
        // The stats stay as they were until the next answer.
      }
    };
    void fetchStats();
    const timer = setInterval(() => void fetchStats(), INTERVAL_MS);
    return () => clearInterval(timer);
  }, [lesson, teaches, stats]);
  return stats;
}

export function describeStream({ packets, lostPercent, jitterMs }: TrackStats): string {
  if (packets === 0) return t("travels-nothing");
  return t("travels-figures", { packets, lost: lostPercent, jitter: jitterMs });
}
