// The one button that lets a careful browser play.
import { t } from "../texts";
import { SpeakerIcon } from "../ui/icons";
import { blocked, unblock } from "./graph";

export function SoundBanner() {
  if (!blocked.value) return null;
  return (
    <div class="banner" role="status">
      <SpeakerIcon />
      <p>
        <strong>{t("sound-quiet")}</strong>
      </p>
      <button type="button" class="button strong small" onClick={unblock}>
        {t("sound-hear-others")}
      </button>
    </div>
  );
}
