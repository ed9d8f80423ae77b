# A check of our own beside those of schemathesis: a request that fits the description can be read. What it says may still
# be refused, but by its name.
import schemathesis


@schemathesis.check
def what_fits_can_be_read(ctx, response, case):
    fits = case.meta is not None and case.meta.generation.mode.is_positive
    if fits and response.status_code == 400:
        assert response.json()["error"]["code"] != "body_bad", "what fits the description could not be read"


# Offers of sound are text of their own kinds. None that is invented is one: they are read as bytes, and refused by name.
@schemathesis.serializer("application/sdp", "application/trickle-ice-sdpfrag")
def offers(ctx, value):
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


# The names of a form's fields stand in headers of their own, which do not bear whatever is invented for fields that nobody
# asked for.
@schemathesis.hook
def map_body(context, body):
    if context.operation.path.endswith("/upload") and isinstance(body, dict):
        return {name: value for name, value in body.items() if name in ("files", "alternativeText", "caption")}
    return body
