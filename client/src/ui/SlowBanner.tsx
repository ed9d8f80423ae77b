// Where 3D is slow: offers the list view among the banners, where it covers nothing, until one has chosen.
import { t } from "../texts";
import { CloseIcon } from "./icons";

export function SlowBanner({ onFlat, onClose }: { onFlat: () => void; onClose: () => void }) {
  return (
    <div class="banner slow-banner" role="status">
      <p>{t("room-slow")}</p>
      <button type="button" class="button soft small" onClick={onFlat}>
        {t("room-list")}
      </button>
      <button type="button" class="round-button" aria-label={t("room-slow-close")} onClick={onClose}>
        <CloseIcon />
      </button>
    </div>
  );
}
