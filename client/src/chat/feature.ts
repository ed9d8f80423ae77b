// The chat as a feature of the room.
import { feature } from "../feature";
import { Acts } from "../lesson/acts";
import { ChatIcon } from "../ui/icons";
import { Chat } from "./Chat";
import "./chat.css";

export const chat = feature("chat", {
  onEnter: (lesson) => lesson.model(Acts).resend(),
  unread: (lesson) => lesson.unread.value,
  panel: {
    Body: Chat,
    Icon: ChatIcon,
    title: "dock-chat",
    close: "panel-close-chat",
    counted: "dock-unread",
    badge: (lesson) => lesson.unread.value,
  },
});
