// The teacher's button that turns the pointer on.
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { PointerIcon } from "../ui/icons";
import { PointerModel } from "./model";

export function PointerButton() {
  const model = useModel(PointerModel);
  if (!useLesson().teaches.value) return null;
  return (
    <button type="button" class="button soft" aria-pressed={model.on.value} onClick={model.toggle}>
      <PointerIcon /> <span class="tool-words">{t("pointer")}</span>
    </button>
  );
}
