// The tools, and what the one in hand draws with; what can be done with the selected elements.
import { useRef } from "preact/hooks";
import type { BoardOperation } from "../net/protocol.gen";
import { t } from "../texts";
import { useModel } from "../ui/context";
import { COLOURS } from "./colours";
import { align, copies, group, remove, restyle, type Side } from "./deeds";
import { Desk } from "./desk";
import { ToolIcon } from "./icons";
import { BoardModel } from "./model";
import type { Surface } from "./surface";
import { KEYS, TOOLS, type Tool } from "./tools";
import { WIDTHS } from "./geometry";
import { hasKeyboard } from "../ui/keys";

const SIDES: readonly Side[] = ["left", "centre", "right", "top", "middle", "bottom"];

export function Toolbar({
  surface,
  onPicture,
}: {
  surface: Surface | undefined;
  onPicture: ((file: File) => void) | undefined;
}) {
  const model = useModel(BoardModel);
  const desk = useModel(Desk);
  const file = useRef<HTMLInputElement>(null);
  const tools = TOOLS.filter((tool) => tool !== "picture" || onPicture);
  const take = (tool: Tool) => (tool === "picture" ? file.current?.click() : desk.take(tool));
  return (
    <div class="board-tools" role="toolbar" aria-label={t("board-tools")}>
      <div class="board-row">
        {tools.map((tool) => (
          <button
            key={tool}
            type="button"
            class="board-tool"
            aria-pressed={tool === "picture" ? undefined : desk.tool.value === tool}
            aria-keyshortcuts={hasKeyboard() ? KEYS[tool] : undefined}
            aria-label={t(`board-tool-${tool}`)}
            title={hasKeyboard() ? `${t(`board-tool-${tool}`)} (${KEYS[tool]})` : t(`board-tool-${tool}`)}
            onClick={() => take(tool)}
          >
            <ToolIcon name={tool} />
          </button>
        ))}
        {onPicture && (
          <input
            ref={file}
            type="file"
            hidden
            accept="image/png,image/jpeg,image/webp,image/gif"
            onChange={({ currentTarget }) => {
              const [chosen] = currentTarget.files ?? [];
              if (chosen) onPicture(chosen);
              currentTarget.value = "";
            }}
          />
        )}
      </div>
      <div class="board-row">
        <Colours surface={surface} />
        <button
          type="button"
          class="board-tool"
          aria-label={t("board-undo")}
          title={t("board-undo")}
          disabled={!model.history.canUndo.value}
          onClick={() => void model.history.undo()}
        >
          <ToolIcon name="undo" />
        </button>
        <button
          type="button"
          class="board-tool"
          aria-label={t("board-redo")}
          title={t("board-redo")}
          disabled={!model.history.canRedo.value}
          onClick={() => void model.history.redo()}
        >
          <ToolIcon name="redo" />
        </button>
      </div>
      <Selection surface={surface} />
    </div>
  );
}

/** Also changes what is selected. */
function Colours({ surface }: { surface: Surface | undefined }) {
  const model = useModel(BoardModel);
  const desk = useModel(Desk);
  const style = desk.style.value;
  const change = (part: Partial<typeof style>) => {
    desk.style.value = { ...style, ...part };
    const own = surface?.selected().filter(({ element }) => model.owns(element!)) ?? [];
    if (surface && own.length > 0) model.draw(surface.page, restyle(own, part));
  };
  return (
    <>
      <div class="board-colours" role="group" aria-label={t("board-colours")}>
        {COLOURS.map(({ name, ink }, colour) => (
          <button
            key={name}
            type="button"
            class="board-colour"
            aria-pressed={style.colour === colour}
            aria-label={t(`board-colour-${name}`)}
            title={t(`board-colour-${name}`)}
            onClick={() => change({ colour })}
          >
            <svg viewBox="0 0 20 20" aria-hidden="true">
              <circle cx="10" cy="10" r="8" fill={ink} />
            </svg>
          </button>
        ))}
      </div>
      <label class="board-width">
        <span class="hidden">{t("board-width")}</span>
        <input
          type="range"
          min={0}
          max={WIDTHS.length - 1}
          step={1}
          value={style.width}
          aria-valuetext={t("board-width-of", { width: style.width + 1, widths: WIDTHS.length })}
          onInput={({ currentTarget }) => change({ width: currentTarget.valueAsNumber })}
        />
      </label>
      <button
        type="button"
        class="board-word"
        aria-pressed={style.filled ?? false}
        onClick={() => change({ filled: !style.filled })}
      >
        {t("board-filled")}
      </button>
      <button
        type="button"
        class="board-word"
        aria-pressed={style.dashed ?? false}
        onClick={() => change({ dashed: !style.dashed })}
      >
        {t("board-dashed")}
      </button>
    </>
  );
}

function Selection({ surface }: { surface: Surface | undefined }) {
  const model = useModel(BoardModel);
  const desk = useModel(Desk);
  // It changes with the page, too.
  void model.revision.value;
  if (desk.selected.value.size === 0 || !surface?.sheet) return null;
  const selected = surface.selected();
  if (selected.length === 0) return null;
  const own = selected.filter(({ element }) => model.owns(element!));
  const draw = (operations: BoardOperation[]) => model.draw(surface.page, operations);
  const duplicate = () => {
    const made = copies(
      selected.map(({ element }) => element!),
      512,
      512,
      () => model.freshId(),
    );
    draw(made.map((element) => ({ op: "put", element })));
    desk.selected.value = new Set(made.map(({ id }) => id.join(".")));
  };
  return (
    <div class="board-row board-selection" role="group" aria-label={t("board-selected", { count: selected.length })}>
      <button type="button" class="board-word" onClick={duplicate}>
        {t("board-duplicate")}
      </button>
      {own.length > 1 && (
        <>
          <button type="button" class="board-word" onClick={() => draw(group(own, model.freshId()[1]))}>
            {t(
              own[0]!.element!.group && own.every(({ element }) => element!.group === own[0]!.element!.group)
                ? "board-ungroup"
                : "board-group",
            )}
          </button>
          <label class="board-word">
            <span class="hidden">{t("board-align")}</span>
            <select
              value=""
              onChange={({ currentTarget }) => {
                if (currentTarget.value) draw(align(own, currentTarget.value as Side, surface.sheet!));
                currentTarget.value = "";
              }}
            >
              <option value="">{t("board-align")}</option>
              {SIDES.map((side) => (
                <option key={side} value={side}>
                  {t(`board-align-${side}`)}
                </option>
              ))}
            </select>
          </label>
        </>
      )}
      {own.length > 0 && (
        <button type="button" class="board-word" onClick={() => draw(remove(own))}>
          {t("board-delete")}
        </button>
      )}
    </div>
  );
}
