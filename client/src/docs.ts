// The page of the API's description: Swagger UI, from our own server.
import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";
import "swagger-ui-dist/swagger-ui.css";

const place = document.querySelector<HTMLElement>("#docs");
if (place) SwaggerUI({ domNode: place, url: place.dataset["description"], deepLinking: true, validatorUrl: null });
