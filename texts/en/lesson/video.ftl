refusal-too_many_views = Too many pictures: you can view as many as were offered, and at most 49.
