// Opens the dialog of sound from the dock.
import { t } from "../texts";
import { SoundButton } from "./SoundButton";

export function SoundDockButton() {
  return <SoundButton class="dock-button">{t("sound")}</SoundButton>;
}
