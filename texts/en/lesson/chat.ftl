dock-chat = Chat
dock-unread = unread
panel-close-chat = Close chat
chat-lines = Chat messages
chat-loading = Loading…
chat-older = Older messages
chat-empty = No messages yet. Say hello!
chat-closed = The chat opens when the lesson starts.
chat-new = { $count } new
chat-newest = Jump to newest
chat-write = Message everyone
chat-closed-short = Opens when the lesson starts
chat-send = Send
chat-too-many = { $count ->
    [one] { $count } character too many
   *[other] { $count } characters too many
}
chat-left = { $count ->
    [one] { $count } character left
   *[other] { $count } characters left
}
chat-you = You
chat-erased = Deleted account
chat-edited = edited
chat-edited-at = Edited at { $time }
chat-edit = Edit
chat-edit-which = Edit “{ $start }”
chat-not-sent = Not sent: { $why }
chat-discard = Discard
chat-will-send = Will be sent when you are back online
chat-sending = Sending…
chat-edit-line = Edit your message
chat-save = Save
chat-pause = Pause the chat for students
chat-paused = The teacher has paused the chat.
chat-delete = Delete
chat-delete-which = Delete “{ $start }”
chat-delete-title = Delete this message?
chat-delete-text = The message of { $name } disappears for everyone. A note stays that it was deleted. This cannot be undone.
chat-deleted = Deleted by the teacher
news-chat-goes-on = You can write in the chat again.
refusal-message_deleted = The teacher has deleted this message.
refusal-chat_paused = The teacher has paused the chat.
refusal-message_empty = A message cannot be empty.
refusal-message_too_long = A message can have at most 2,000 characters.
refusal-message_bad = A message cannot contain control characters.
refusal-message_unknown = This message does not exist.
refusal-not_author = Only the author can edit a message.
