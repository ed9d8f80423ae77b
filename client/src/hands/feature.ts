// Raised hands as a feature of the room.
import { feature } from "../feature";
import { t } from "../texts";
import { HandButton } from "./HandButton";
import { handsReducers } from "./state";

export default feature("hands", {
  reduce: handsReducers,
  announce: {
    "on.handRaise": ({ participantId }, { me, name }) =>
      participantId === me ? t("news-your-hand") : t("news-hand", { name: name(participantId) }),
    "on.handLower": ({ participantId }, { me }) => (participantId === me ? t("news-your-hand-down") : undefined),
  },
  DockButton: HandButton,
});
