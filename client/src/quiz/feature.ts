// Quizzes as a feature of the room. They are shown on its screen (screen/Slide.tsx).
import { feature } from "../feature";
import { screenState } from "../screen/state";
import { t } from "../texts";
import { quizReducers, quizState } from "./state";

export default feature("quiz", {
  slice: quizState,
  reduce: quizReducers,
  unnumbered: ["on.quizCount"],
  announce: {
    "on.screenTurn": ({ screen }, { before }) => {
      const { slide, outcome } = screen ?? {};
      if (slide?.kind !== "quiz" || !outcome || screenState.of(before)?.outcome) return undefined;
      return t("quiz-told", { answer: slide.options[outcome.right] ?? "" });
    },
  },
});
