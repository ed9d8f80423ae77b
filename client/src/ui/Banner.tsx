// Says that the connection is lost, and what happens next.
import { useEffect, useState } from "preact/hooks";
import { useLesson } from "./context";
import { LostIcon } from "./icons";

export function LinkBanner() {
  const { lesson } = useLesson();
  const link = lesson.link.value;
  if (link.state !== "lost") return null;
  return (
    <div class="banner" role="status">
      <LostIcon />
      <p>
        <strong>{link.restarting ? "The server restarts." : "The connection is lost."}</strong> Your seat is kept.{" "}
        <span aria-hidden="true">
          <Retry at={link.retryAt} />
        </span>
      </p>
      <button type="button" class="button soft small" onClick={() => lesson.connection.hurry()}>
        Try now
      </button>
    </div>
  );
}

function Retry({ at }: { at: number }) {
  const [now, setNow] = useState(performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 250);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.ceil((at - now) / 1000);
  return <>{seconds > 0 ? `Next try in ${seconds} s.` : "Trying now…"}</>;
}
