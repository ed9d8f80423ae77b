// Says that the connection is lost, and what happens next.
import { useEffect, useState } from "preact/hooks";
import { t } from "../texts";
import { useLesson } from "./context";
import { LostIcon } from "./icons";

export function LinkBanner() {
  const lesson = useLesson();
  const link = lesson.link.value;
  if (link.state !== "lost") return null;
  return (
    <div class="banner" role="status">
      <LostIcon />
      <p>
        <strong>{t(link.restarting ? "link-restarting" : "link-lost")}</strong> {t("link-seat")}{" "}
        <span aria-hidden="true">
          <Retry at={link.retryAt} />
        </span>
      </p>
      <button type="button" class="button soft small" onClick={() => lesson.connection.tryNow()}>
        {t("link-try")}
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
  return <>{seconds > 0 ? t("link-next", { seconds }) : t("link-trying")}</>;
}
