// For the teacher: lowers every hand, while there are some up.
import { t } from "../texts";
import { useModel } from "../ui/context";
import { HandIcon } from "../ui/icons";
import { HandsModel } from "./model";

export function AllHands() {
  const hands = useModel(HandsModel);
  const count = hands.order.value.length;
  if (count === 0) return null;
  return (
    <div class="all-hands">
      <HandIcon />
      <span>{t("hands-up", { count })}</span>
      <button type="button" class="button soft small" onClick={() => void hands.lowerAll()}>
        {t("hands-lower-all")}
      </button>
    </div>
  );
}
