// The list of what is on the page: for those who cannot see it, and for finding something on a large one.
import { t } from "../texts";
import { useModel } from "../ui/context";
import { contents, describe } from "./describe";
import { Desk } from "./desk";
import { boundsOf, middle } from "./geometry";
import { BoardModel } from "./model";
import type { Entry } from "./page";
import type { Surface } from "./surface";

/** The most that are listed: a list of thousands helps nobody. */
const MOST = 300;

export function Contents({ surface }: { surface: Surface }) {
  const model = useModel(BoardModel);
  const desk = useModel(Desk);
  void model.revision.value;
  const sheet = surface.sheet;
  if (!sheet) return null;
  const { listed, strokes } = contents(sheet);
  const go = ({ key, element }: Entry) => {
    const [x, y] = middle(boundsOf(element!, sheet.find));
    const { view, size } = surface;
    surface.show({ ...view, x: x - size.width / view.scale / 2, y: y - size.height / view.scale / 2 });
    desk.take("select");
    desk.selected.value = new Set([key]);
    surface.canvas.focus();
  };
  return (
    <section class="board-contents" aria-label={t("board-contents")}>
      <h3>{t("board-contents")}</h3>
      {listed.length === 0 && strokes === 0 && <p>{t("board-empty")}</p>}
      {strokes > 0 && <p>{t("board-strokes", { count: strokes })}</p>}
      <ul>
        {listed.slice(0, MOST).map((entry) => (
          <li key={entry.key}>
            <button type="button" dir="auto" onClick={() => go(entry)}>
              {describe(entry.element!)} <small>{model.nameOfSeat(entry.id[0])}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
