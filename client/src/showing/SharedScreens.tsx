// The screens that are shared: large above the list of people; beside the 3D room, whose front wall has them, as a button.
import { useRef, useState } from "preact/hooks";
import { t } from "../texts";
import { useLesson } from "../ui/context";
import { LargerIcon } from "../ui/icons";
import { Picture } from "./Picture";

export function SharedScreens() {
  const lesson = useLesson();
  const sharing = lesson.people.value.filter((person) => person.screen);
  return (
    <>
      {sharing.map((person) => (
        <SharedScreen
          key={person.participantId}
          who={person.participantId}
          own={person.participantId === lesson.me.value?.participantId}
          label={t("screen-of", { name: lesson.nameOf(person) })}
        />
      ))}
    </>
  );
}

function SharedScreen({ who, own, label }: { who: string; own: boolean; label: string }) {
  const figure = useRef<HTMLElement>(null);
  return (
    <figure class="shared-screen" ref={figure}>
      <Picture who={who} kind="screen" label={label} rank={0} />
      <figcaption>
        <span dir="auto">{own ? t("screen-yours") : label}</span>
        {document.pictureInPictureEnabled && (
          <button
            type="button"
            class="button soft small"
            onClick={() =>
              void figure.current
                ?.querySelector("video")
                ?.requestPictureInPicture()
                .catch(() => {})
            }
          >
            {t("small-window")}
          </button>
        )}
        <button
          type="button"
          class="button soft small"
          onClick={() => void figure.current?.requestFullscreen?.().catch(() => {})}
        >
          <LargerIcon /> {t("full-screen")}
        </button>
      </figcaption>
    </figure>
  );
}

/** Over the room in 3D: enlarges the screen that hangs on its wall. */
export function SharedScreenBar() {
  const lesson = useLesson();
  const [large, setLarge] = useState(false);
  const sharing = lesson.people.value.some((person) => person.screen);
  if (!sharing) return null;
  return (
    <>
      <div class="shared-bar">
        <button type="button" class="button soft small" aria-expanded={large} onClick={() => setLarge(!large)}>
          <LargerIcon /> {t(large ? "screen-smaller" : "screen-larger")}
        </button>
      </div>
      {large && (
        <div class="shared-large">
          <SharedScreens />
        </div>
      )}
    </>
  );
}
