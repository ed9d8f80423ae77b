refusal-too_many_views = So many pictures cannot be seen at once: at most as many as were offered, and 49.
