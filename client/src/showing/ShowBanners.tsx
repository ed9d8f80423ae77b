// Above the stage: that one is sharing oneself, and for the teacher who asks to show something.
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { CameraIcon, ShareIcon } from "../ui/icons";
import { ShowingModel } from "./model";
import { SavingBanner } from "./PictureBar";
import { ScreenShare } from "./screenShare";

/** How many wishes are shown at once; the others follow. */
const WISHES = 3;

export function ShowBanners() {
  return (
    <>
      <SharingBanner />
      <AskedBanner />
      <SavingBanner />
    </>
  );
}

function SharingBanner() {
  const share = useModel(ScreenShare);
  if (!share.stream.value) return null;
  return (
    <section class="banner is-sharing" aria-label={t("screen-sharing-title")}>
      <ShareIcon />
      <p role="status">
        <strong>{t("screen-sharing")}</strong>
      </p>
      <button type="button" class="button danger small" onClick={() => void share.stop()}>
        {t("screen-share-stop")}
      </button>
    </section>
  );
}

function AskedBanner() {
  const lesson = useLesson();
  const showing = useModel(ShowingModel);
  if (!lesson.teaches.value) return null;
  const wishes = showing.state.value.asked.slice(0, WISHES);
  return (
    <>
      {wishes.map(({ participantId, kind }) => {
        const person = lesson.room.value?.people.get(participantId);
        if (!person) return null;
        const name = lesson.nameOf(person);
        return (
          <section key={`${kind} ${participantId}`} class="banner invited" aria-label={t("asked-title")}>
            {kind === "camera" ? <CameraIcon /> : <ShareIcon />}
            <p>
              <strong>{t(`asked-${kind}`, { name })}</strong>
            </p>
            <div class="row">
              <button
                type="button"
                class="button strong small"
                onClick={() => void showing.permit(participantId, kind, true)}
              >
                {t("asked-allow")}
              </button>
              <button
                type="button"
                class="button soft small"
                onClick={() => void showing.permit(participantId, kind, false)}
              >
                {t("asked-not-now")}
              </button>
            </div>
          </section>
        );
      })}
    </>
  );
}
