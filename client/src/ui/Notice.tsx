// What just worked or failed, or what another has done to one, for a while. Screen readers announce it.
import { useEffect, useRef } from "preact/hooks";
import { useLesson } from "./context";

const SHOWN_MS = 5000;
/** Long enough to reach its button by keyboard. */
const OFFERED_MS = 20_000;

export function Notice() {
  const lesson = useLesson();
  const notice = lesson.notice.value;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!notice) return;
    const end = () => {
      // What has the focus stays.
      if (box.current?.contains(document.activeElement)) timer = setTimeout(end, SHOWN_MS);
      else lesson.dismiss(notice);
    };
    let timer = setTimeout(end, notice.action ? OFFERED_MS : SHOWN_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  const act = () => {
    lesson.dismiss(notice);
    notice?.action?.act();
  };
  return (
    <div class="notices" role="status" ref={box}>
      {notice && (
        <div class="notice" key={notice.number}>
          <p>{notice.text}</p>
          {notice.action && (
            <button type="button" class="button small" onClick={act}>
              {notice.action.words}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
