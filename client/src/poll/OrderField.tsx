// Puts things into an order by buttons: each moves its thing one place, and the focus stays on the thing.
import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../texts";

interface Props {
  words: readonly string[];
  /** The choices, the first place first. */
  order: readonly number[];
  onOrder: (order: number[]) => void;
}

export function OrderField({ words, order, onOrder }: Props) {
  const list = useRef<HTMLOListElement>(null);
  const moved = useRef<string | undefined>(undefined);
  const move = (from: number, to: number) => {
    const next = [...order];
    next.splice(to, 0, ...next.splice(from, 1));
    moved.current = `${order[from]}-${to < from ? "up" : "down"}`;
    onOrder(next);
  };
  useLayoutEffect(() => {
    const buttons = [...(list.current?.querySelectorAll<HTMLButtonElement>("button") ?? [])];
    const [choice] = moved.current?.split("-") ?? [];
    const wanted = buttons.filter(({ dataset, disabled }) => dataset.move?.startsWith(`${choice}-`) && !disabled);
    (wanted.find(({ dataset }) => dataset.move === moved.current) ?? wanted[0])?.focus();
    moved.current = undefined;
  }, [order]);
  return (
    <ol class="poll-order" ref={list}>
      {order.map((choice, place) => (
        <li key={choice}>
          <span>
            {place + 1}. {words[choice]}
          </span>
          <button
            type="button"
            class="round-button soft"
            data-move={`${choice}-up`}
            aria-label={t("poll-up", { what: words[choice] ?? "" })}
            disabled={place === 0}
            onClick={() => move(place, place - 1)}
          >
            ↑
          </button>
          <button
            type="button"
            class="round-button soft"
            data-move={`${choice}-down`}
            aria-label={t("poll-down", { what: words[choice] ?? "" })}
            disabled={place + 1 === order.length}
            onClick={() => move(place, place + 1)}
          >
            ↓
          </button>
        </li>
      ))}
    </ol>
  );
}
