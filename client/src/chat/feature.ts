// The chat as a feature of the room.
import { feature } from "../feature";
import { t } from "../texts";
import { ChatIcon } from "../ui/icons";
import { ChatPanel } from "./ChatPanel";
import "./chat.css";
import { ChatModel } from "./model";
import { chatReducers, chatState } from "./state";

export default feature("chat", {
  slice: chatState,
  reduce: chatReducers,
  effects: { "on.message": (lesson, messages) => lesson.model(ChatModel).countUnread(messages) },
  announce: { "on.chatPause": ({ paused }) => t(paused ? "chat-paused" : "news-chat-goes-on") },
  onEnter: (lesson) => lesson.model(ChatModel).resend(),
  onEnd: (lesson) => (lesson.model(ChatModel).outbox.value = []),
  unread: (lesson) => lesson.model(ChatModel).unread.value,
  panel: {
    Body: ChatPanel,
    Icon: ChatIcon,
    title: "dock-chat",
    close: "panel-close-chat",
    badges: (lesson) => [{ count: lesson.model(ChatModel).unread.value, words: t("dock-unread") }],
  },
});
