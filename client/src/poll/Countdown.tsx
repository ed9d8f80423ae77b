// How much time is left to vote.
import { useEffect, useState } from "preact/hooks";
import type { Poll } from "../net/protocol.gen";
import { t } from "../texts";

export function Countdown({ poll: { open, closesAt, seconds } }: { poll: Poll }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!open || !closesAt) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [open, closesAt]);
  if (!open || !closesAt) return null;
  // A clock that goes wrong shows no more time than there is at all.
  const left = Math.min(seconds ?? 0, Math.max(0, Math.ceil((Date.parse(closesAt) - now) / 1000)));
  return <strong class="poll-time">{t("poll-left", { seconds: left })}</strong>;
}
