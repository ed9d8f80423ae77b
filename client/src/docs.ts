// The page of the API's description: Swagger UI, from our own server.
import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";
import "swagger-ui-dist/swagger-ui.css";
import "./docs.css";

const place = document.querySelector<HTMLElement>("#docs");
if (place)
  SwaggerUI({
    domNode: place,
    url: place.dataset["description"],
    // It would put links into buttons, which no screen reader can follow.
    deepLinking: false,
    validatorUrl: null,
    // Its colours are too pale on their ground.
    syntaxHighlight: false,
    onComplete: () => place.querySelector("#servers")?.setAttribute("aria-label", "Server"),
  });
