// What the class hands in, as a feature of the room.
import { feature } from "../feature";
import { t } from "../texts";
import { HandInButton } from "./HandInButton";
import "./handin.css";
import { handInReducers, handInState } from "./state";

export default feature("handin", {
  slice: handInState,
  reduce: handInReducers,
  unnumbered: ["on.handInAdd", "on.handInDelete"],
  announce: {
    "on.handInRequest": ({ request }) =>
      request ? t("handin-news-asked", { title: request.title }) : t("handin-news-over"),
    "on.handInAdd": (added, { teaches }) =>
      teaches ? t("handin-news-added", { count: added.length }) : t("handin-news-taken"),
  },
  DockButton: HandInButton,
});
