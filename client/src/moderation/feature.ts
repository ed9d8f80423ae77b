// Letting people in and removing them as a feature of the room.
import { feature } from "../feature";
import { t } from "../texts";
import { StartBanner } from "./StartBanner";
import { moderationReducers, moderationState } from "./state";

export default feature("moderation", {
  slice: moderationState,
  reduce: moderationReducers,
  unnumbered: ["on.waitingChange"],
  announce: {
    "on.waitingChange": ({ waiting }, { before, teaches }) => {
      if (!teaches) return undefined;
      const known = new Set(moderationState.of(before).waiting.map((one) => one.participantId));
      const fresh = waiting.filter((one) => !known.has(one.participantId));
      return fresh.length > 0 ? t("news-knocks", { names: fresh.map((one) => one.username).join(", ") }) : undefined;
    },
  },
  Banner: StartBanner,
});
