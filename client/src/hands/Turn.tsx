// A raised hand in a list of people, with its number in the order.
import { t } from "../texts";
import { HandIcon } from "../ui/icons";

export function Turn({ turn }: { turn: number }) {
  return (
    <span class="turn">
      <HandIcon /> <span class="hidden">{t("hand-raised", { turn })}</span> <span aria-hidden="true">{turn}</span>
    </span>
  );
}
