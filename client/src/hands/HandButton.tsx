// Raises and lowers one's own hand, and says whose turn it is.
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { HandIcon } from "../ui/icons";
import { HandsModel } from "./model";

export function HandButton() {
  const hands = useModel(HandsModel);
  const turn = hands.turnOf(useLesson().me.value?.participantId);
  return (
    <button
      type="button"
      class={turn > 0 ? "dock-button is-up" : "dock-button"}
      onClick={() => void (turn > 0 ? hands.lower() : hands.raise())}
    >
      <HandIcon />
      <span>{t(turn > 0 ? "dock-lower" : "dock-raise")}</span>
      {turn > 1 && (
        <span class="badge">
          <span class="hidden">{t("dock-turn", { turn })}</span> <span aria-hidden="true">{turn}</span>
        </span>
      )}
    </button>
  );
}
