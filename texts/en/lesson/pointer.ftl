pointer = Pointer
