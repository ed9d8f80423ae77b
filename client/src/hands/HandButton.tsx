// Raises and lowers one's own hand, and says whose turn it is.
import { Acts } from "../lesson/acts";
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { HandIcon } from "../ui/icons";

export function HandButton() {
  const lesson = useLesson();
  const acts = useModel(Acts);
  const up = lesson.handUp.value;
  const turn = lesson.hands.value.indexOf(lesson.me.value?.participantId ?? "") + 1;
  return (
    <button
      type="button"
      class={up ? "dock-button is-up" : "dock-button"}
      aria-pressed={up}
      onClick={() => void (up ? acts.lowerHand() : acts.raiseHand())}
    >
      <HandIcon />
      <span>{!up ? t("dock-raise") : turn > 1 ? t("dock-lower-turn", { turn }) : t("dock-lower")}</span>
    </button>
  );
}
