// How everyone's sound travels: the server tells teachers, and they alone need it.
import { useSignal, type ReadonlySignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { MediaConnection, MediaStats, ParticipantId, Quality, Travel, Way } from "../net/protocol.gen";
import { useLesson } from "../ui/context";

export type Travels = ReadonlySignal<ReadonlyMap<ParticipantId, MediaConnection>>;

/** How often it is asked for, while the list is looked at. */
const ASK_MS = 5000;

export function useTravels(): Travels {
  const { lesson } = useLesson();
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

/** What stands in the list of those whose sound falters. */
export const FALTERS: Record<Quality, string | undefined> = {
  good: undefined,
  weak: "weak connection",
  bad: "bad connection",
};

export const QUALITIES: Record<Quality, string> = { good: "Good", weak: "Weak", bad: "Bad" };
export const WAYS: Record<Way, string> = { udp: "Directly (UDP)", tcp: "Directly (TCP)", relay: "By the relay" };

export function figures({ packets, lostPercent, jitterMs }: Travel): string {
  if (packets === 0) return "nothing yet";
  const counted = packets === 1 ? "1 packet" : `${packets.toLocaleString("en")} packets`;
  return `${counted}, ${lostPercent} % lost, jitter ${jitterMs} ms`;
}
