// Above the cards while someone shows a camera: how they are laid out, and sound only.
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { Pinned, type Layout } from "./pinned";
import { Saving } from "./saving";

const LAYOUTS: readonly Layout[] = ["gallery", "speaker"];

export function PictureBar() {
  const lesson = useLesson();
  const pinned = useModel(Pinned);
  const saving = useModel(Saving);
  if (!lesson.people.value.some((person) => person.camera || person.screen)) return null;
  return (
    <div class="picture-bar" role="group" aria-label={t("pictures")}>
      {LAYOUTS.map((layout) => (
        <label key={layout}>
          <input
            type="radio"
            name="layout"
            checked={pinned.layout.value === layout}
            onChange={() => (pinned.layout.value = layout)}
          />
          {t(`layout-${layout}`)}
        </label>
      ))}
      <label>
        <input
          type="checkbox"
          role="switch"
          checked={saving.soundOnly.value}
          onChange={(event) => saving.set(event.currentTarget.checked)}
        />
        {t("sound-only")}
      </label>
    </div>
  );
}

/** Above the stage: says that pictures are off, and why; or offers it on a poor line. */
export function SavingBanner() {
  const lesson = useLesson();
  const saving = useModel(Saving);
  if (!lesson.people.value.some((person) => person.camera || person.screen)) return null;
  if (saving.soundOnly.value) {
    return (
      <section class="banner" aria-label={t("sound-only")}>
        <p role="status">{t("sound-only-on")}</p>
        <button type="button" class="button soft small" onClick={() => saving.set(false)}>
          {t("sound-only-end")}
        </button>
      </section>
    );
  }
  if (!saving.offered.value) return null;
  return (
    <section class="banner" aria-label={t("sound-only")}>
      <p role="status">{t("sound-only-offer")}</p>
      <div class="row">
        <button type="button" class="button strong small" onClick={() => saving.set(true)}>
          {t("sound-only")}
        </button>
        <button type="button" class="button soft small" onClick={() => saving.dismiss()}>
          {t("sound-only-not-now")}
        </button>
      </div>
    </section>
  );
}
