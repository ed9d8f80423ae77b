dock-chat = Chat
dock-unread = unread
panel-close-chat = Close chat
chat-lines = Chat lines
chat-loading = Loading…
chat-older = Older lines
chat-empty = No lines yet. Say hello!
chat-closed = The chat opens with the lesson.
chat-new = { $count } new
chat-newest = To the newest
chat-write = Write to everyone
chat-closed-short = The chat opens with the lesson
chat-send = Send
chat-too-many = { $count ->
    [one] { $count } letter too many
   *[other] { $count } letters too many
}
chat-left = { $count ->
    [one] { $count } letter left
   *[other] { $count } letters left
}
chat-you = You
chat-erased = Somebody who was erased
chat-edited = edited
chat-edited-at = Edited at { $time }
chat-edit = Edit
chat-edit-which = Edit “{ $start }”
chat-not-sent = Not sent: { $why }
chat-discard = Discard
chat-will-send = Will be sent when you are back
chat-sending = Sending…
chat-edit-line = Edit your line
chat-save = Save
refusal-message_empty = A message cannot be empty.
refusal-message_too_long = A message has at most 2,000 letters.
refusal-message_bad = A message cannot have control characters.
refusal-message_unknown = That message does not exist.
refusal-not_author = Only its author may change a message.
