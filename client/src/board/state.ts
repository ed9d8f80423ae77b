// Which pages there are, which whiteboard everyone sees, and who may draw. What is on the pages is not here: see model.ts.
import { Slice, type Reducers, type Room } from "../lesson/room";
import type { BoardPage, Drawing, ParticipantId } from "../net/protocol.gen";

export interface BoardState {
  pages: readonly BoardPage[];
  shown: number | undefined;
  drawing: Drawing;
  drawers: ReadonlySet<ParticipantId>;
}

export const boardState = new Slice<BoardState>("board", ({ boardPages, boardShown, drawing, drawers }) => ({
  pages: boardPages ?? [],
  shown: boardShown,
  drawing: drawing ?? "nobody",
  drawers: new Set(drawers),
}));

const change = (room: Room, part: Partial<BoardState>) => boardState.set(room, { ...boardState.of(room), ...part });

export const boardReducers: Reducers = {
  "on.boardPage": (room, page) => change(room, { pages: [...boardState.of(room).pages, page] }),
  "on.boardName": (room, { page, name }) =>
    change(room, { pages: boardState.of(room).pages.map((one) => (one.page === page ? { ...one, name } : one)) }),
  "on.boardRemove": (room, { page }) =>
    change(room, { pages: boardState.of(room).pages.filter((one) => one.page !== page) }),
  "on.boardShow": (room, { page }) => change(room, { shown: page ?? undefined }),
  "on.drawingAllow": (room, { drawing }) => change(room, { drawing }),
  "on.drawingChoose": (room, { participantId, may }) => {
    const drawers = new Set(boardState.of(room).drawers);
    if (may) drawers.add(participantId);
    else drawers.delete(participantId);
    return change(room, { drawers });
  },
};
